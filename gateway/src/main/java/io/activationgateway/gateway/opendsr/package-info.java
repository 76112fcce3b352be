/**
 * Data subject requests as OpenDSR 2.0 (formerly OpenGDPR) says them: this gateway is the processor, a source's controller
 * asks. Requests are durable before they are answered, and carried out by whichever node of the region comes first.
 */
@NullMarked
package io.activationgateway.gateway.opendsr;

import org.jspecify.annotations.NullMarked;
