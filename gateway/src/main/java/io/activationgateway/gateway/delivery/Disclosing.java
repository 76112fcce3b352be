package io.activationgateway.gateway.delivery;

import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.optout.Disclosed;
import io.activationgateway.gateway.optout.Disclosures.Recipient;
import io.activationgateway.gateway.optout.SentIdentifier;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the recipient of a request was not sent before, so that it is written down first. A record without an
 * identifier that leaves discloses nobody who could be told apart later. Not thread-safe; one for each intent.
 */
final class Disclosing {

    /** No identifier leaves. */
    private static final long NONE = 0;

    private final Recipient recipient;
    private final boolean current;
    private final List<Disclosed> unseen = new ArrayList<>();
    private @Nullable FieldPlan plan;
    private long form;

    Disclosing(Recipient recipient) {
        this.recipient = recipient;
        this.current = recipient.isCurrent();
    }

    /** @param record says the row as it leaves */
    void add(ScreenedBatch batch, int row, FieldPlan leaves, Supplier<OutgoingRecord> record) {
        if (plan == null || !leaves.equals(plan)) {
            plan = leaves;
            form = form(leaves, batch.table().catalogue());
        }
        if (form == NONE || !batch.knowsSubject(row)) {
            return;
        }
        long print = batch.print(row);
        if (!current || !recipient.has(print, form)) {
            var identifiers = identifiers(record.get());
            if (!identifiers.isEmpty()) {
                unseen.add(new Disclosed(print, form, batch.generation(row), batch.subjects(row), identifiers));
            }
        }
    }

    /** Completes on this event loop when all that was not there is written down. */
    Future<Void> written() {
        return unseen.isEmpty()
                ? Future.succeededFuture()
                : Future.fromCompletionStage(recipient.write(unseen), Vertx.currentContext());
    }

    private static List<SentIdentifier> identifiers(OutgoingRecord record) {
        var sent = new ArrayList<SentIdentifier>();
        for (var type : IdentifierType.values()) {
            var value = Fields.identifier(record, type);
            if (value != null) {
                sent.add(new SentIdentifier(type, record.name(record.identifier(type)), value));
            }
        }
        return sent;
    }

    /** Which fields that may hold identifiers leave, and how; the same in every process. */
    private static long form(FieldPlan leaves, FieldCatalogue catalogue) {
        long form = NONE;
        for (int number = 0; number < catalogue.size(); number++) {
            var action = leaves.action(number);
            if (catalogue.field(number).identifier() != null && action != FieldAction.DROP) {
                form = form * 31 + catalogue.field(number).name().hashCode();
                form = form * 31 + action.code().hashCode();
            }
        }
        return form;
    }
}
