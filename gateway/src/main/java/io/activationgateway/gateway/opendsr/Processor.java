package io.activationgateway.gateway.opendsr;

import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.config.Right;
import io.activationgateway.gateway.config.SourceConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes requests, and answers for them. A request is its source's alone. Blocks; any thread. */
final class Processor {

    /** How long the results of an access request can be fetched. */
    static final Duration RESULTS_KEPT = Duration.ofDays(14);

    private static final DsrAnswer UNKNOWN =
            DsrAnswer.refusal(404, "UnknownRequest", "This source has made no request of this id.");

    private final RequestReader reader;
    private final RequestStore requests;
    private final Seal seal;
    private final Answers answers;
    private final SubjectReport report;
    private final GatewayConfig.OpenDsr terms;

    Processor(
            RequestReader reader,
            RequestStore requests,
            Seal seal,
            Answers answers,
            SubjectReport report,
            GatewayConfig.OpenDsr terms) {
        this.reader = reader;
        this.requests = requests;
        this.seal = seal;
        this.answers = answers;
        this.report = report;
        this.terms = terms;
    }

    DsrAnswer create(SourceConfig source, ApiVersion version, byte[] body) throws SQLException {
        return switch (reader.read(body)) {
            case RequestReader.Reading.Invalid(var faults) -> DsrAnswer.invalid(faults);
            case RequestReader.Reading.Valid(var request) -> {
                if (!source.may(request.kind().right())) {
                    yield forbidden(request.kind().right());
                }
                var stored = requests.place(new RequestStore.Arrival(
                        source.name(),
                        source.controller(),
                        version,
                        request,
                        seal.content(request),
                        seal.seal(StoredRequest.sealedTo(source.name(), request.id()), request.identifiers()),
                        seal.keys(request.identifiers()),
                        terms.waiting(),
                        terms.expected()));
                yield stored.map(one -> answers.received(one, body, version))
                        .orElseGet(() -> DsrAnswer.refusal(
                                409,
                                "DuplicateRequest",
                                "subject_request_id: another request has this id (expected: a new one)"));
            }
        };
    }

    DsrAnswer status(SourceConfig source, ApiVersion version, String id) throws SQLException {
        return find(source, id).map(one -> answers.status(one, version)).orElse(UNKNOWN);
    }

    DsrAnswer cancel(SourceConfig source, ApiVersion version, String id, Instant now) throws SQLException {
        if (!RequestReader.isId(id)) {
            return UNKNOWN;
        }
        return requests.cancel(source.name(), id)
                .map(one -> one.status() == RequestStatus.CANCELLED
                        ? answers.cancelled(one, now, version)
                        : DsrAnswer.refusal(
                                409, "NotPending", "Only a pending request can be cancelled; ask for its status."))
                .orElse(UNKNOWN);
    }

    /** What is held about the person at this moment. */
    CompletionStage<DsrAnswer> results(SourceConfig source, String id) throws SQLException {
        var request = find(source, id).orElse(null);
        if (request == null) {
            return CompletableFuture.completedStage(UNKNOWN);
        }
        var right = request.kind().right();
        if (!source.may(right)) {
            return CompletableFuture.completedStage(forbidden(right));
        }
        var sealed = request.sealed();
        if (request.status() != RequestStatus.COMPLETED || request.resultsCount() == null) {
            return CompletableFuture.completedStage(
                    DsrAnswer.refusal(404, "NoResults", "This request has no results, or none yet."));
        }
        if (sealed == null) {
            return CompletableFuture.completedStage(DsrAnswer.refusal(
                    410,
                    "ResultsGone",
                    "Results are kept for " + RESULTS_KEPT.toDays() + " days, or until the person is erased."));
        }
        var identifiers = seal.open(StoredRequest.sealedTo(request.source(), request.id()), sealed);
        return report.of(identifiers).thenApply(found -> answers.results(found.json(), ApiVersion.V2));
    }

    private Optional<StoredRequest> find(SourceConfig source, String id) throws SQLException {
        return RequestReader.isId(id) ? requests.find(source.name(), id) : Optional.empty();
    }

    private static DsrAnswer forbidden(Right right) {
        return DsrAnswer.refusal(
                403, "Forbidden", "This source has not the right " + right.wireName() + ", which this request needs.");
    }
}
