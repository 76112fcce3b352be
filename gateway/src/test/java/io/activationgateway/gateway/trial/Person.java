package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.region.NodeFixture;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** An invented person and what the gateway last acknowledged of their consent. One thread at a time. */
final class Person {

    private final String name;
    private final boolean linked;
    private State state = State.UNKNOWN;

    /** What must hold. */
    enum State {
        UNKNOWN,
        GRANTED,
        WITHDRAWN,
        /** The last event was not acknowledged: it may have happened or not. */
        OPEN
    }

    /** A linked person is withdrawn by a user id that only the grant names together with the e-mail address. */
    Person(String name, boolean linked) {
        this.name = name;
        this.linked = linked;
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    /** What the next event makes of it. */
    State next() {
        return state == State.GRANTED ? State.WITHDRAWN : State.GRANTED;
    }

    /** The event that turns a consent around. */
    JsonObject event(String id) {
        if (next() == State.GRANTED) {
            var grant = NodeFixture.grant(id, email()).put("at", Instant.now().toString());
            if (linked) {
                grant.getJsonObject("identifiers").put("user_id", name);
            }
            return grant;
        }
        var withdrawal = NodeFixture.withdrawal(id, email());
        return linked ? withdrawal.put("identifiers", new JsonObject().put("user_id", name)) : withdrawal;
    }

    JsonObject row() {
        return NodeFixture.row(name, email());
    }

    void acknowledged() {
        state = next();
    }

    void unanswered() {
        state = State.OPEN;
    }

    /** Compares a decision with what must hold; what was open is settled by it. False where a consent was lost. */
    boolean holds(JsonObject decision) {
        var found = found(decision);
        if (state == State.OPEN) {
            state = found;
        }
        return state == found;
    }

    private static State found(JsonObject decision) {
        if ("forward".equals(decision.getString("verdict"))) {
            return State.GRANTED;
        }
        return "consent.withdrawn".equals(decision.getString("reason")) ? State.WITHDRAWN : State.UNKNOWN;
    }

    private String email() {
        return name + "@example.com";
    }
}
