package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Merge;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.screening.PastView;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Folds the histories of a few people as of another instant: of an earlier one, from what had been received by then; of a
 * later one, from all there is, with what falls due until then. Who is linked with whom is taken from now. Event loop; the
 * database is read and the events are folded elsewhere.
 */
final class AsOf {

    private final ConsentRegister register;
    private final SubjectKeys keys;

    AsOf(ConsentRegister register, KeyRing ring) {
        this.register = register;
        this.keys = new SubjectKeys(ring);
    }

    /** What the register knew, or will know, of these at {@code at}. */
    Future<PastView> view(Collection<Identifier> identifiers, Instant at) {
        var context = requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
        var view = new PastView(register.position());
        // One after the other: the register reads histories on one thread, for others too.
        Future<Void> read = Future.succeededFuture();
        for (var identifier : identifiers) {
            read = read.compose(_ -> profile(context, identifier, at))
                    .onSuccess(known -> known.ifPresent(profile -> view.add(keys.key(identifier), profile)))
                    .mapEmpty();
        }
        return read.map(view);
    }

    private Future<Optional<ConsentProfile>> profile(Context context, Identifier identifier, Instant at) {
        return Future.fromCompletionStage(register.subject(List.of(identifier)), context)
                .recover(_ -> Future.failedFuture(new ProblemException(Problems.unread())))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : context.executeBlocking(() -> fold(held.getFirst(), at), false));
    }

    /** Nobody spoke of the person by then: empty. */
    private static Optional<ConsentProfile> fold(HeldSubject held, Instant at) {
        var events = held.events().stream()
                .map(LoggedEvent::event)
                .filter(event -> !event.received().isAfter(at))
                .toList();
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(Merge.of(events).profile(at));
    }
}
