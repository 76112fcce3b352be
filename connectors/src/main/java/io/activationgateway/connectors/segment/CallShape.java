package io.activationgateway.connectors.segment;

import org.jspecify.annotations.Nullable;

/**
 * Which calls say what.
 *
 * @param audienceAsGroup whether who joins an audience joins a group of its name, rather than get a trait
 * @param groupIdField the field with the id of a person's organisation: a profile that has one is said as a group call,
 *     whose traits are the organisation's; null where profiles are people's
 */
public record CallShape(boolean audienceAsGroup, @Nullable String groupIdField) {}
