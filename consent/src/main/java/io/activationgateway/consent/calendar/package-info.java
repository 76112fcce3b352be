/** The days that deadlines of law count. */
@NullMarked
package io.activationgateway.consent.calendar;

import org.jspecify.annotations.NullMarked;
