package io.activationgateway.gateway.consents;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of {@code POST /v1/consents} and its sisters. Framing, limits and faults are those of activations; a
 * JSON body is {@code {"records":[{...}]}}, and each record one event:
 *
 * <pre>{@code
 * {"event":"ev-1","identifiers":{"email":"...","user_id":"..."},"country":"DE","brand":"acme",
 *  "purpose":"DIRECT_MARKETING","channel":"EMAIL","state":"GRANTED","basis":"CONSENT",
 *  "at":"2026-05-01T10:00:00Z","expires":null,"registered":null,
 *  "evidence":{"notice":"v4","method":"TICKED_BY_USER","source":"web-signup","place":"..."}}
 * }</pre>
 *
 * The members of {@code identifiers} and {@code evidence} may stand beside the others, as they do in CSV:
 *
 * <pre>{@code
 * event,email,phone,user_id,country,brand,purpose,channel,state,basis,objection,at,expires,registered,notice,method,source,place,...
 * }</pre>
 *
 * What else evidence may hold: {@link io.activationgateway.consent.event.EvidenceDetail}. A missing brand is the source's; a missing channel is {@code NONE} for purposes that reach nobody. An objection has
 * {@code objection} (and {@code channel} where its scope is one) in place of {@code purpose}, {@code state} and
 * {@code basis}; what is known of the person has {@code birth_date} or {@code recipient_type}. The fields of the other
 * statements: {@link Statement}. A name that is none of these makes the event fail. Pure; any thread, but phone numbers
 * cost up to 10 microseconds each.
 */
public final class ConsentEvents {

    private final EventSource source;
    private final EventFields fields;
    private final ChangeFields change;

    private ConsentEvents(EventSource source, EventFields fields) {
        this.source = source;
        this.fields = fields;
        this.change = new ChangeFields(fields, source.brand());
    }

    /** Cuts an unpacked body into the rows that {@link #of} reads. */
    public static Reading read(byte[] body, BodyFormat format, Limits limits) {
        return RowReader.read(body, format, Columns.NONE, Unclassified.NAMES, limits);
    }

    /** The events of a body, one reading per row, in its order. */
    public static List<EventReading> of(Rows rows, EventSource source, Statement statement) {
        var readings = new ArrayList<EventReading>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            readings.add(of(rows, row, source, statement));
        }
        return readings;
    }

    private static EventReading of(Rows rows, int row, EventSource source, Statement statement) {
        var fault = rows.fault(row);
        if (fault != null) {
            return new EventReading.Invalid(row, null, fault);
        }
        @Nullable String id = null;
        try {
            var fields = EventFields.of(rows, row, statement);
            id = id(fields);
            return new EventReading.Valid(row, new ConsentEvents(source, fields).event(id, statement));
        } catch (FaultException e) {
            return new EventReading.Invalid(row, id, e.fault());
        }
    }

    private static String id(EventFields fields) throws FaultException {
        var expected = "the event's own id, 1 to 128 letters, digits, . _ : -";
        var id = fields.required(EventFields.EVENT, expected);
        if (!ConsentEvent.isId(id)) {
            throw FaultException.type(EventFields.EVENT, expected);
        }
        return id;
    }

    private ConsentEvent event(String id, Statement statement) throws FaultException {
        var person = PersonFields.of(fields);
        var told = change.of(statement);
        return new ConsentEvent(id, person.identifiers(), person.country(), told, timing(told), evidence(told));
    }

    private Timing timing(Change told) throws FaultException {
        var timing = new Timing(
                fields.instant("at"), fields.instant("expires"), fields.instant("registered"), source.clockTrusted());
        var granted = granted(told);
        if (timing.expires() != null && granted == null) {
            throw FaultException.type("expires", "nothing: only a grant lapses");
        }
        if (timing.registered() != null && granted != LegalBasis.MSG_APPROVAL_IYS) {
            throw FaultException.type("registered", "nothing: only a grant on MSG_APPROVAL_IYS is registered");
        }
        return timing;
    }

    private static @Nullable LegalBasis granted(Change told) {
        return told instanceof Choice choice && !choice.closes() ? choice.basis() : null;
    }

    private Evidence evidence(Change told) throws FaultException {
        var evidence = fields.evidence();
        var missing = evidence.missing(told);
        if (!missing.isEmpty()) {
            var basis = granted(told);
            throw new FaultException(
                    Reason.INPUT_TYPE,
                    "evidence does not prove " + (basis == null ? "this change" : "a grant on " + basis)
                            + " (expected: " + String.join("; ", missing) + ")");
        }
        return evidence;
    }

    /** Nothing of an event leaves by name: no catalogue knows its fields. */
    private enum Unclassified implements FieldNames {
        NAMES;

        @Override
        public int number(String name) {
            return UNKNOWN;
        }

        @Override
        public Type type(int field) {
            return Type.STRING;
        }

        @Override
        public boolean structured(int field) {
            return false;
        }

        @Override
        public boolean inner(int field, String name) {
            return false;
        }
    }
}
