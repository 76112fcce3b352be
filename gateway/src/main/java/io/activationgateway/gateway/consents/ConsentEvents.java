package io.activationgateway.gateway.consents;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
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
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /v1/consents}. Framing, limits and faults are those of activations; a JSON body is
 * {@code {"records":[{...}]}}, and each record one event:
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
 * event,email,phone,user_id,country,brand,purpose,channel,state,basis,objection,at,expires,registered,notice,method,source,place
 * }</pre>
 *
 * A missing brand is the source's; a missing channel is {@code NONE} for purposes that reach nobody. An objection has
 * {@code objection} (and {@code channel} where its scope is one) in place of {@code purpose}, {@code state} and
 * {@code basis}. A name that is none of these makes the event fail. Pure; any thread, but phone numbers cost up to 10
 * microseconds each.
 */
public final class ConsentEvents {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final ConsentState[] TOLD = {ConsentState.GRANTED, ConsentState.DENIED, ConsentState.WITHDRAWN};

    private final EventSource source;
    private final EventFields fields;

    private ConsentEvents(EventSource source, EventFields fields) {
        this.source = source;
        this.fields = fields;
    }

    /** Cuts an unpacked body into the rows that {@link #of} reads. */
    public static Reading read(byte[] body, BodyFormat format, Limits limits) {
        return RowReader.read(body, format, Columns.NONE, Unclassified.NAMES, limits);
    }

    /** The events of a body, one reading per row, in its order. */
    public static List<EventReading> of(Rows rows, EventSource source) {
        var readings = new ArrayList<EventReading>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            readings.add(of(rows, row, source));
        }
        return readings;
    }

    private static EventReading of(Rows rows, int row, EventSource source) {
        var fault = rows.fault(row);
        if (fault != null) {
            return new EventReading.Invalid(row, null, fault);
        }
        @Nullable String id = null;
        try {
            var fields = EventFields.of(rows, row);
            id = id(fields);
            return new EventReading.Valid(row, new ConsentEvents(source, fields).event(id));
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

    private ConsentEvent event(String id) throws FaultException {
        var country = country();
        var change = fields.has("objection") ? objected() : choice();
        var timing = new Timing(
                fields.instant("at"), fields.instant("expires"), fields.instant("registered"), source.clockTrusted());
        if (timing.registered() != null && !isApproval(change)) {
            throw FaultException.type("registered", "nothing: only a grant on MSG_APPROVAL_IYS is registered");
        }
        if (change.closes() && timing.expires() != null) {
            throw FaultException.type("expires", "nothing: only a grant lapses");
        }
        return new ConsentEvent(id, identifiers(country), country, change, timing, evidence(change));
    }

    private static boolean isApproval(Change change) {
        return change instanceof Choice(var _, var state, var basis)
                && state == ConsentState.GRANTED
                && basis == LegalBasis.MSG_APPROVAL_IYS;
    }

    private @Nullable String country() throws FaultException {
        var country = fields.optional("country");
        if (country == null) {
            return null;
        }
        var code = country.strip().toUpperCase(Locale.ROOT);
        if (!COUNTRY.matcher(code).matches()) {
            throw FaultException.type("country", "two letters, ISO 3166-1");
        }
        return code;
    }

    private String brand() throws FaultException {
        var brand = fields.optional("brand");
        if (brand != null && !brand.equals(source.brand())) {
            throw FaultException.type("brand", source.brand() + ", which this source speaks for");
        }
        return source.brand();
    }

    private List<Identifier> identifiers(@Nullable String country) throws FaultException {
        var identifiers = new ArrayList<Identifier>();
        for (var type : IdentifierType.values()) {
            var raw = fields.optional(type.wireName());
            if (raw != null) {
                identifiers.add(
                        switch (IdentifierRules.normalise(type, raw, country)) {
                            case NormalForm.Found(var identifier) -> identifier;
                            case NormalForm.Refused(var expected) ->
                                throw new FaultException(
                                        Reason.INPUT_IDENTIFIER, type.wireName() + " (expected: " + expected + ")");
                        });
            }
        }
        if (identifiers.isEmpty()) {
            throw new FaultException(
                    Reason.INPUT_IDENTIFIER, "identifiers (expected: an email, phone, user_id or other identifier)");
        }
        return identifiers;
    }

    private Change choice() throws FaultException {
        var purpose = fields.requiredConstant("purpose", PurposeCode.values());
        var cell = new Cell(brand(), purpose, channel(purpose));
        var state = fields.requiredConstant("state", TOLD);
        var basis = state == ConsentState.GRANTED
                ? fields.requiredConstant("basis", LegalBasis.values())
                : fields.constant("basis", LegalBasis.values());
        return new Choice(cell, state, basis);
    }

    private Channel channel(PurposeCode purpose) throws FaultException {
        return switch (purpose) {
            case PROFILING, ANALYTICS, SUPPRESSION_SYNC -> {
                var channel = fields.constant("channel", Channel.values());
                yield channel == null ? Channel.NONE : channel;
            }
            case DIRECT_MARKETING, AD_TARGETING, SERVICE_MESSAGE, LEGAL_NOTICE ->
                fields.requiredConstant("channel", Channel.values());
        };
    }

    private Change objected() throws FaultException {
        for (var other : List.of("purpose", "state", "basis")) {
            if (fields.has(other)) {
                throw FaultException.type(other, "nothing beside objection; send two events to say both");
            }
        }
        var scope = fields.requiredConstant("objection", ObjectionScope.values());
        var channel = fields.constant("channel", Channel.values());
        if (channel == null) {
            channel = Channel.NONE;
        }
        if ((scope == ObjectionScope.CHANNEL) == (channel == Channel.NONE)) {
            throw FaultException.type(
                    "channel",
                    scope == ObjectionScope.CHANNEL
                            ? "the channel objected to"
                            : "nothing: this objection is to every channel");
        }
        return new Objected(new Objection(brand(), scope, channel));
    }

    private Evidence evidence(Change change) throws FaultException {
        var evidence = new Evidence(
                fields.optional("notice"),
                fields.constant("method", EvidenceMethod.values()),
                fields.optional("source"),
                fields.optional("place"));
        if (change instanceof Choice(var _, var _, var basis) && !change.closes() && basis != null) {
            var missing = evidence.missing(basis);
            if (!missing.isEmpty()) {
                throw new FaultException(
                        Reason.INPUT_TYPE,
                        "evidence does not prove a grant on " + basis + " (expected: " + String.join("; ", missing)
                                + ")");
            }
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
