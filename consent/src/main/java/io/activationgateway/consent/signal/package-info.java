/** Consent signals that travel with data: IAB TCF and GPP, and what Segment, RudderStack, mParticle and Google say. */
@NullMarked
package io.activationgateway.consent.signal;

import org.jspecify.annotations.NullMarked;
