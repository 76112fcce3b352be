/** Who may be contacted, for what, on whose word. */
@NullMarked
package io.activationgateway.consent;

import org.jspecify.annotations.NullMarked;
