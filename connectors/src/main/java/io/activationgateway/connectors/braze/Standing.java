package io.activationgateway.connectors.braze;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.profile.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every attributes object of a request says beside its person and fields. Immutable. */
final class Standing {

    private static final String IN = "opted_in";
    private static final String OUT = "unsubscribed";

    private final byte[] members;
    private final String attribute;
    private final byte[] consent;

    private Standing(byte[] members, String attribute, byte[] consent) {
        this.members = members;
        this.attribute = requireNonNull(attribute, "attribute");
        this.consent = consent;
    }

    static Standing of(Attempt attempt, Workspace workspace) {
        var members = new JsonBytes(256);
        var consent = new JsonBytes(256);
        var attribute = "";
        var channel = attempt.use().channel();
        switch (attempt.operation()) {
            case ADD, REMOVE -> {
                attribute = workspace.attribute(attempt.requireAudience());
                members.ascii(",").string(attribute);
                members.ascii(attempt.operation() == Operation.ADD ? ":true" : ":false");
            }
            case SUBSCRIBE -> state(channel, IN, members);
            case UNSUBSCRIBE -> state(channel, OUT, members);
            case SUPPRESS -> {
                state(Channel.EMAIL, OUT, members);
                state(Channel.PUSH, OUT, members);
                groups(workspace.groups(), OUT, members);
            }
            case UPSERT, TRACK, ERASE -> {}
        }
        if (workspace.permits(Workspace.Permit.CONSENT_WITH_PROFILES) && bearsProfile(attempt.operation())) {
            var group = workspace.group(channel);
            if (group == null) {
                state(channel, IN, consent);
            } else {
                groups(List.of(group), "subscribed", consent);
            }
        }
        return new Standing(members.toByteArray(), attribute, consent.toByteArray());
    }

    /** The attribute that stands for the audience; empty for none. */
    String attribute() {
        return attribute;
    }

    /** Writes the JSON members, each with a comma before it. */
    void write(boolean consented, JsonBytes out) {
        out.raw(members, 0, members.length);
        if (consented) {
            out.raw(consent, 0, consent.length);
        }
    }

    /** The attribute with a channel's state; null where the vendor has none. */
    static @Nullable String state(Channel channel) {
        return switch (channel) {
            case EMAIL -> "email_subscribe";
            case PUSH -> "push_subscribe";
            case SMS, CALL_LIVE, CALL_AUTO, POST, IN_APP, MESSENGER, WEB_AD, NONE -> null;
        };
    }

    private static boolean bearsProfile(Operation operation) {
        return operation == Operation.UPSERT || operation == Operation.ADD;
    }

    private static void state(Channel channel, String state, JsonBytes out) {
        var attribute = state(channel);
        if (attribute != null) {
            out.ascii(",").string(attribute).ascii(":").string(state);
        }
    }

    private static void groups(List<String> groups, String state, JsonBytes out) {
        if (groups.isEmpty()) {
            return;
        }
        out.ascii(",\"subscription_groups\":[");
        for (int i = 0; i < groups.size(); i++) {
            out.ascii(i == 0 ? "{" : ",{").ascii("\"subscription_group_id\":").string(groups.get(i));
            out.ascii(",\"subscription_state\":").string(state).ascii("}");
        }
        out.ascii("]");
    }
}
