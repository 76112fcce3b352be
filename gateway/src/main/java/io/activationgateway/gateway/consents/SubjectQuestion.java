package io.activationgateway.gateway.consents;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.ingest.RowFault;
import io.activationgateway.gateway.ingest.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody with the right to read asks about one person: {@code {"identifiers":{...},"country":"DE"}}, and for a
 * receipt the {@code event} it is of.
 */
public sealed interface SubjectQuestion {

    /**
     * A question that can be answered. Personal data: it does not print.
     *
     * @param event the id of the event a receipt is asked for, null where none is named
     */
    record Asked(List<Identifier> identifiers, @Nullable String event) implements SubjectQuestion {

        public Asked {
            identifiers = List.copyOf(identifiers);
        }

        @Override
        public String toString() {
            return "Asked[redacted]";
        }
    }

    /** @param fault names the field and what to send instead, never a value */
    record Unclear(RowFault fault) implements SubjectQuestion {}

    /** The questions of a body, one per row, in its order. Pure; any thread. */
    static List<SubjectQuestion> of(Rows rows) {
        var questions = new ArrayList<SubjectQuestion>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            questions.add(of(rows, row));
        }
        return questions;
    }

    private static SubjectQuestion of(Rows rows, int row) {
        var fault = rows.fault(row);
        if (fault != null) {
            return new Unclear(fault);
        }
        try {
            var fields = EventFields.of(rows, row, "a question about a person", names());
            var event = fields.optional(EventFields.EVENT);
            if (event != null && !ConsentEvent.isId(event)) {
                throw FaultException.type(EventFields.EVENT, "the id of an event");
            }
            return new Asked(PersonFields.of(fields).identifiers(), event);
        } catch (FaultException e) {
            return new Unclear(e.fault());
        }
    }

    private static Set<String> names() {
        return Stream.concat(
                        Stream.of(EventFields.EVENT, "country"),
                        Arrays.stream(IdentifierType.values()).map(IdentifierType::wireName))
                .collect(Collectors.toUnmodifiableSet());
    }
}
