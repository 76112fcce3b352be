/** What a person decided, as one immutable value: the vocabulary of consent (law pack section 6.3 and 6.4). */
@NullMarked
package io.activationgateway.consent.profile;

import org.jspecify.annotations.NullMarked;
