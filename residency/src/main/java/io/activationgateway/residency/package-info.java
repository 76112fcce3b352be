/** What may leave a region, and to where. */
@NullMarked
package io.activationgateway.residency;

import org.jspecify.annotations.NullMarked;
