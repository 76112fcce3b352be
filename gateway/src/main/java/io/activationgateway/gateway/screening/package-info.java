/** The question asked of every row: may it go, which of its fields, where, for what, now. */
@NullMarked
package io.activationgateway.gateway.screening;

import org.jspecify.annotations.NullMarked;
