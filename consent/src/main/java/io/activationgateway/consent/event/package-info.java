/** What people said and when: consent events, their evidence, and the merge that folds a set of them into a profile. */
@NullMarked
package io.activationgateway.consent.event;

import org.jspecify.annotations.NullMarked;
