/** Who a record is about: identifiers, their normal forms and the keys they are looked up by. */
@NullMarked
package io.activationgateway.consent.identity;

import org.jspecify.annotations.NullMarked;
