package io.activationgateway.connectors.courier;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Sent;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How far an attempt has come with the vendor. A value.
 *
 * @param said what was handed over already, once the vendor has asked for a further request
 * @param next that request
 * @param job what the vendor has made of the records, once it has taken them and only their end is open
 * @param elsewhere where the next line must lead, where that is not the operation's endpoint
 */
record Conversation(
        Wire.@Nullable Cargo said,
        @Nullable Sent next,
        Answer.@Nullable Working job,
        @Nullable Endpoint elsewhere) {

    /** Nothing was said yet. */
    static final Conversation NONE = new Conversation(null, null, null, null);

    boolean hasBegun() {
        return said != null;
    }

    /** Whether the records were taken: what is said next is a question about their job. */
    boolean isAboutJob() {
        return job != null;
    }

    /** It goes on at another endpoint than the one that was tried. */
    Conversation at(Endpoint other) {
        return new Conversation(said, next, job, other);
    }

    /** The vendor asks for a further request. */
    Conversation goingOn(Wire.Cargo cargo, Sent further) {
        return new Conversation(cargo, further, job, elsewhere);
    }

    /** The vendor has made a job of what it took. */
    Conversation workedOn(Wire.Cargo cargo, Answer.Working working) {
        return new Conversation(cargo, working.next(), working, elsewhere);
    }

    /** The question about the job from its beginning. */
    Conversation askingAgain() {
        return new Conversation(said, requireNonNull(job).next(), job, elsewhere);
    }

    /** Where the next request goes: to the usual endpoint, unless it names another. */
    Endpoint target(Desk desk, Endpoint usual) {
        if (next != null) {
            return desk.endpoint(next);
        }
        return elsewhere == null ? usual : elsewhere;
    }

    /** The further request, which carries what was said before or nothing. */
    Exchange.Load further(LastCheck.Go go, long now) {
        var before = requireNonNull(said);
        var missing = (BitSet) before.carried().clone();
        missing.andNot(go.positions());
        return missing.isEmpty() && !go.altered()
                ? new Exchange.Load.Ready(
                        new Wire.Cargo(before.allowed(), before.carried(), before.refused(), requireNonNull(next), now))
                : new Exchange.Load.Not(new Wire.Nothing());
    }
}
