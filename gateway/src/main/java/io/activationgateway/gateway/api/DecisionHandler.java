package io.activationgateway.gateway.api;

import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.ulid.UlidCreator;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.config.SourceConfig;
import io.activationgateway.gateway.screening.PastView;
import io.activationgateway.gateway.screening.RowIdentifiers;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Says what an activation would do, now or as of another instant, and why; sends nothing and leaves no evidence. One per
 * event loop.
 */
final class DecisionHandler {

    private final ActivationHandler activations;
    private final BatchScreening screening;
    private final Past past;
    private final AnswerWriter answers;
    private final BodyReader bodies;
    private final BatchLoop loop;

    /**
     * What is known of people, now and then.
     *
     * @param keys under which both find people
     */
    record Past(ConsentView view, AsOf asOf, KeyRing keys) {}

    /**
     * @param activations checks what is asked as for an activation
     * @param screening decides as for an activation
     */
    DecisionHandler(
            ActivationHandler activations,
            BatchScreening screening,
            Past past,
            AnswerWriter answers,
            BodyReader bodies,
            BatchLoop loop) {
        this.activations = activations;
        this.screening = screening;
        this.past = past;
        this.answers = answers;
        this.bodies = bodies;
        this.loop = loop;
    }

    /** A batch that was decided, and what its decisions saw. */
    private record Decided(ScreenedBatch batch, ConsentView view) {}

    Future<Buffer> decide(HttpServerRequest http, SourceConfig source, String destination) {
        var asked = DecisionRequest.of(http, source);
        var prepared = activations.prepare(http, source, destination);
        var head = prepared.head(UlidCreator.getMonotonicUlid().toString());
        return bodies.with(http, prepared.request().unpacking(), loop, bytes -> {
            var at = asked.at();
            var decided = at == null
                    ? screening.decide(prepared, bytes).map(batch -> new Decided(batch, past.view()))
                    : asOf(asked, prepared, bytes, at);
            return decided.compose(made -> answer(asked, head, made));
        });
    }

    /** The histories are read without blocking; reading the body, compiling and screening belong on a worker. */
    private Future<Decided> asOf(DecisionRequest asked, ActivationHandler.Prepared prepared, byte[] bytes, Instant at) {
        var context = context();
        var request = prepared.request();
        var now = screening.table(request);
        return context.executeBlocking(
                        () -> {
                            var table = now.asOf(at);
                            var rows = screening.rows(request, bytes, table);
                            asked.check(rows.size());
                            return new Draft(
                                    table,
                                    List.copyOf(RowIdentifiers.of(
                                            rows, table, request.source().controller())));
                        },
                        false)
                .compose(draft -> past.asOf()
                        .view(draft.identifiers(), at)
                        .compose(then -> context.executeBlocking(
                                        () -> screen(request, bytes, draft.table(), then, at), false)
                                .compose(batch -> screening.recalled(prepared, batch, then, at))
                                .map(batch -> new Decided(batch, then))));
    }

    private record Draft(PolicyTable table, List<Identifier> identifiers) {}

    private ScreenedBatch screen(
            ActivationRequest request, byte[] bytes, PolicyTable table, PastView then, Instant at) {
        return screening.decide(request, bytes, table, new Screening(then, new SubjectKeys(past.keys())), at);
    }

    private Future<Buffer> answer(DecisionRequest asked, AnswerWriter.Head head, Decided made) {
        var batch = made.batch();
        asked.check(batch.rows().size());
        var language = asked.explain();
        if (language == null) {
            return Future.succeededFuture(answers.decisions(head, batch, asked.at(), null));
        }
        return context()
                .executeBlocking(
                        () -> answers.decisions(
                                head,
                                batch,
                                asked.at(),
                                IntStream.range(0, batch.rows().size())
                                        .mapToObj(row -> batch.explain(row, made.view(), language))
                                        .toList()),
                        false)
                .map(Objects::requireNonNull);
    }

    private static Context context() {
        return requireNonNull(Vertx.currentContext(), "the request belongs to an event loop");
    }
}
