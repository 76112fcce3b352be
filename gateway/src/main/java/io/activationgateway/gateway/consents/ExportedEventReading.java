package io.activationgateway.gateway.consents;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.Registration;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.register.LoggedEvent;
import io.activationgateway.gateway.ingest.RowFault;
import io.activationgateway.gateway.ingest.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ExportedEvents} wrote. Pure; any thread. */
public final class ExportedEventReading {

    private static final int KEY_DIGITS = 32;
    private static final Pattern GENERATION = Pattern.compile("[0-9]{1,9}");
    private static final Set<String> TELLING = Set.of(
            "seq",
            "keys",
            "generation",
            "event",
            "received",
            "kind",
            "brand",
            "purpose",
            "channel",
            "state",
            "basis",
            "objection",
            "recipient_type",
            "birth_date",
            "country",
            "at",
            "expires",
            "registered",
            "registry_entry",
            "registry_deadline",
            "clock",
            "proven",
            "result",
            "by");

    private static final Set<String> FIELDS =
            Stream.concat(TELLING.stream(), EventFields.PROVING.stream()).collect(Collectors.toUnmodifiableSet());

    private final EventFields fields;

    private ExportedEventReading(EventFields fields) {
        this.fields = fields;
    }

    /** What one row of a body came to. */
    public sealed interface Result {

        record Valid(LoggedEvent event) implements Result {}

        /** @param eventId null where it gave none that can be repeated */
        record Invalid(@Nullable String eventId, RowFault fault) implements Result {}
    }

    /** The events of a body, one result per row, in its order. */
    public static List<Result> of(Rows rows) {
        var results = new ArrayList<Result>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            results.add(of(rows, row));
        }
        return results;
    }

    private static Result of(Rows rows, int row) {
        var fault = rows.fault(row);
        if (fault != null) {
            return new Result.Invalid(null, fault);
        }
        @Nullable String id = null;
        try {
            var fields = EventFields.of(rows, row, "an exported event", FIELDS);
            var told = fields.required("event", "the event's id");
            if (!ConsentEvent.isId(told)) {
                throw FaultException.type("event", "the event's id");
            }
            id = told;
            return new Result.Valid(new ExportedEventReading(fields).event(told));
        } catch (FaultException e) {
            return new Result.Invalid(id, e.fault());
        }
    }

    private LoggedEvent event(String id) throws FaultException {
        var timing = new Timing(
                fields.instant("at"),
                fields.instant("expires"),
                fields.instant("registered"),
                "trusted".equals(fields.optional("clock")));
        var evidence = fields.evidence();
        try {
            var recorded = new RecordedEvent(
                    id,
                    change(),
                    fields.optional("country"),
                    timing,
                    requiredInstant("received"),
                    "true".equals(fields.optional("proven")),
                    registration());
            // Sequence and effect are those of the log it comes into, which gives its own.
            return new LoggedEvent(0, generation(), keys(), recorded, new Effect.Applied(), evidence);
        } catch (IllegalArgumentException inconsistent) {
            throw FaultException.type("kind", "fields that fit each other, as they were exported");
        }
    }

    private @Nullable Registration registration() throws FaultException {
        var deadline = fields.instant("registry_deadline");
        return deadline == null ? null : new Registration(fields.instant("registry_entry"), deadline);
    }

    private Instant requiredInstant(String name) throws FaultException {
        fields.required(name, "a time as it was exported");
        return requireNonNull(fields.instant(name));
    }

    private int generation() throws FaultException {
        var text = fields.optional("generation");
        if (text == null) {
            return 0;
        }
        if (!GENERATION.matcher(text).matches()) {
            throw FaultException.type("generation", "a number from 0, as it was exported");
        }
        return Integer.parseInt(text);
    }

    private List<SubjectKey> keys() throws FaultException {
        var expected = KEY_DIGITS + " hexadecimal digits a key, spaces between";
        var keys = new ArrayList<SubjectKey>();
        for (var key : fields.required("keys", expected).split(" ")) {
            try {
                if (key.length() == KEY_DIGITS) {
                    keys.add(new SubjectKey(
                            HexFormat.fromHexDigitsToLong(key, 0, KEY_DIGITS / 2),
                            HexFormat.fromHexDigitsToLong(key, KEY_DIGITS / 2, KEY_DIGITS)));
                    continue;
                }
            } catch (NumberFormatException e) {
                // Answered below: the exception's message holds the value.
            }
            throw FaultException.type("keys", expected);
        }
        return keys;
    }

    private Change change() throws FaultException {
        return switch (kind()) {
            case CHOICE ->
                new Choice(
                        new Cell(brand(), purpose(), channel()),
                        fields.requiredConstant("state", ConsentState.values()),
                        fields.constant("basis", LegalBasis.values()));
            case WITHDRAWAL ->
                new Withdrawn(
                        brand(),
                        fields.constant("purpose", PurposeCode.values()),
                        fields.constant("channel", Channel.values()));
            case OBJECTION ->
                new Objected(new Objection(
                        brand(), fields.requiredConstant("objection", ObjectionScope.values()), channel()));
            case RESTRICTION -> new Restricted();
            case RESTRICTION_LIFTED -> new RestrictionLifted();
            case ERASURE -> new Erased();
            case RECIPIENT -> new RecipientTold(fields.requiredConstant("recipient_type", RecipientType.values()));
            case BIRTH -> new Born(fields.date("birth_date"));
            case BIRTH_ERASED -> new BirthErased();
        };
    }

    private ExportedEvents.Kind kind() throws FaultException {
        var expected = "one of "
                + Arrays.stream(ExportedEvents.Kind.values())
                        .map(ExportedEvents.Kind::wireName)
                        .collect(Collectors.joining(", "));
        var name = fields.required("kind", expected);
        for (var kind : ExportedEvents.Kind.values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw FaultException.type("kind", expected);
    }

    private String brand() throws FaultException {
        return fields.required("brand", "the brand it is about");
    }

    private PurposeCode purpose() throws FaultException {
        return fields.requiredConstant("purpose", PurposeCode.values());
    }

    private Channel channel() throws FaultException {
        return fields.requiredConstant("channel", Channel.values());
    }
}
