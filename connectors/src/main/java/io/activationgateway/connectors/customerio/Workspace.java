package io.activationgateway.connectors.customerio;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.profile.Channel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace is set up, as its settings say.
 *
 * @param scope what dedupe keys are unique in
 * @param keys how it knows people, the preferred way first
 * @param segments audience name to the id of a manual segment
 * @param topics purpose to the number of a subscription topic
 */
record Workspace(
        String scope, List<PersonKey> keys, Map<String, Long> segments, Map<String, Long> topics, Set<Trait> traits) {

    /** What may be so or otherwise. */
    enum Trait {
        /** Text that is a time with zone becomes Unix seconds. */
        CONVERTS_TIMES,
        /** Profiles of consenting people say so. */
        SAYS_CONSENT_WITH_PROFILES,
        /** An erased person is not taken again. */
        SUPPRESSES_THE_ERASED
    }

    private static final String PREFERENCES = "\"cio_subscription_preferences.";

    /** Digits of the largest id that surely fits. */
    private static final int MAX_ID_DIGITS = 9;

    Workspace {
        keys = List.copyOf(keys);
        segments = Map.copyOf(segments);
        topics = Map.copyOf(topics);
        traits = Set.copyOf(traits);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The segment of an audience, an audience that is a number being the id itself; null where none is known. */
    @Nullable
    Long segment(String audience) {
        var configured = segments.get(audience);
        if (configured != null) {
            return configured;
        }
        boolean number = audience.length() <= MAX_ID_DIGITS && audience.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.valueOf(audience) : null;
    }

    /** The vendor's name of a channel; null where it has none. */
    static @Nullable String channel(Channel channel) {
        return switch (channel) {
            case EMAIL -> "email";
            case SMS -> "sms";
            case PUSH -> "push";
            case IN_APP -> "in_app";
            case MESSENGER -> "whatsapp";
            case CALL_LIVE, CALL_AUTO, POST, WEB_AD, NONE -> null;
        };
    }

    /** The attributes that every person of a request gets, as JSON members without a comma around them. */
    byte[] attributes(Attempt attempt) {
        return switch (attempt.operation()) {
            case SUBSCRIBE -> preferences(attempt, "true");
            case UNSUBSCRIBE -> preferences(attempt, "false");
            case SUPPRESS -> new JsonBytes(32).ascii("\"unsubscribed\":true").toByteArray();
            case UPSERT, ADD, REMOVE, TRACK, ERASE -> new byte[0];
        };
    }

    /** The attributes that a consenting person gets with a profile. */
    byte[] consent(Attempt attempt) {
        return is(Trait.SAYS_CONSENT_WITH_PROFILES) && attempt.operation() == Operation.UPSERT
                ? preferences(attempt, "true")
                : new byte[0];
    }

    /** Dotted names change one preference and keep the others. */
    private byte[] preferences(Attempt attempt, String state) {
        var out = new JsonBytes(128);
        var channel = channel(attempt.use().channel());
        if (channel != null) {
            out.ascii(PREFERENCES)
                    .ascii("channels.")
                    .ascii(channel)
                    .ascii("\":")
                    .ascii(state);
        }
        var topic = topics.get(attempt.use().purpose());
        if (topic != null) {
            out.ascii(out.length() > 0 ? "," : "");
            out.ascii(PREFERENCES).ascii("topics.topic_").number(topic).ascii("\":");
            out.ascii(state);
        }
        return out.toByteArray();
    }
}
