package io.activationgateway.gateway.opendsr;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.register.AppendAnswer;
import io.activationgateway.consent.register.AppendResult;
import io.activationgateway.consent.register.HeldSubject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Has the register erase a person (GDPR Art 17). The ids of the events follow from the request, so that it may be told
 * again. The register deletes the evidence, and keeps what suppresses. Any thread.
 */
final class Erasures {

    private final OpenDsr.Register register;
    private final Forgetting forgetting;

    Erasures(OpenDsr.Register register, Forgetting forgetting) {
        this.register = register;
        this.forgetting = forgetting;
    }

    /** Completes when no node of the region decides for this person as before; fails where that is not certain. */
    CompletionStage<Void> erase(String request, List<Identifier> identifiers) {
        var together = new ArrayList<ConsentEvent>();
        for (int from = 0; from < identifiers.size(); from += AppendResult.MAX_IDENTIFIERS) {
            int to = Math.min(identifiers.size(), from + AppendResult.MAX_IDENTIFIERS);
            together.add(event("opendsr:" + request + ":" + together.size(), identifiers.subList(from, to)));
        }
        return register.append(together).thenCompose(answer -> {
            var alone = new ArrayList<ConsentEvent>();
            for (int i = 0; i < together.size(); i++) {
                if (answer.results().get(i) instanceof AppendResult.Refused) {
                    alone.addAll(alone(together.get(i)));
                }
            }
            return alone.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : register.append(alone).thenAccept(Erasures::requireTaken);
        });
    }

    /** Identifiers that may not be linked, as too many would be one person then, are erased each for itself. */
    private static List<ConsentEvent> alone(ConsentEvent together) {
        var events = new ArrayList<ConsentEvent>();
        for (var identifier : together.identifiers()) {
            events.add(event(together.id() + ":" + events.size(), List.of(identifier)));
        }
        return events;
    }

    /** Ends what requests kept of the person under any identifier that is linked to these. Blocks. */
    void forget(List<Identifier> identifiers, List<HeldSubject> held) throws SQLException {
        forgetting.forget(identifiers, held);
    }

    /** Who these identifiers are, all that is linked to them included. */
    CompletionStage<List<HeldSubject>> held(List<Identifier> identifiers) {
        return register.subject(identifiers);
    }

    private static void requireTaken(AppendAnswer answer) {
        if (answer.results().stream().anyMatch(AppendResult.Refused.class::isInstance)) {
            throw new IllegalStateException("the register refused an erasure");
        }
    }

    private static ConsentEvent event(String id, List<Identifier> identifiers) {
        return new ConsentEvent(id, identifiers, null, new Change.Erased(), Timing.ON_ARRIVAL, Evidence.NONE);
    }
}
