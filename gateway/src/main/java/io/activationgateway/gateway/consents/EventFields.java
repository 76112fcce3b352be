package io.activationgateway.gateway.consents;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.verdict.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of one record, those of {@code identifiers} and {@code evidence} lifted beside the others. */
final class EventFields {

    static final String EVENT = "event";

    private static final String IDENTIFIERS = "identifiers";
    private static final String EVIDENCE = "evidence";
    private static final Set<String> IDENTIFYING = Arrays.stream(IdentifierType.values())
            .map(IdentifierType::wireName)
            .collect(Collectors.toUnmodifiableSet());
    static final Set<String> PROVING = Stream.concat(
                    Stream.of("notice", "method", "source", "place"),
                    Arrays.stream(EvidenceDetail.values()).map(EvidenceDetail::wireName))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> COMMON = Set.of(EVENT, "country", "at");
    private static final Map<Statement, Set<String>> FLAT = Arrays.stream(Statement.values())
            .collect(Collectors.toUnmodifiableMap(
                    statement -> statement, statement -> union(COMMON, statement.fields(), IDENTIFYING, PROVING)));
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int LENGTH = 1_024;
    private static final Instant YEAR_1900 = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Map<String, String> values = new HashMap<>();

    private final String title;
    private final Set<String> flat;

    private EventFields(String title, Set<String> flat) {
        this.title = title;
        this.flat = flat;
    }

    /** The fields of a usable row that tells something. */
    static EventFields of(Rows rows, int row, Statement statement) throws FaultException {
        return of(rows, row, statement.title(), requireNonNull(FLAT.get(statement)));
    }

    /**
     * The fields of a usable row.
     *
     * @param title what the row is, for errors
     * @param names the names it may have
     */
    static EventFields of(Rows rows, int row, String title, Set<String> names) throws FaultException {
        var fields = new EventFields(title, names);
        for (int field = rows.firstField(row); field < rows.endField(row); field++) {
            var name = rows.name(rows.nameNumber(field));
            switch (rows.kind(field)) {
                case NULL -> fields.checkNull(name);
                case OBJECT -> fields.lift(name, rows, field);
                case ARRAY -> throw FaultException.type(printable(name), "text, not an array");
                default -> fields.put(name, rows.text(field), fields.flat, "");
            }
        }
        return fields;
    }

    /** The value of a field, null where it is missing, null or blank. */
    @Nullable
    String optional(String name) {
        return values.get(name);
    }

    String required(String name, String expected) throws FaultException {
        var value = values.get(name);
        if (value == null) {
            throw FaultException.type(name + " is missing", expected);
        }
        return value;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The constant that a field names, null where it is missing. */
    <E extends Enum<E>> @Nullable E constant(String name, E[] allowed) throws FaultException {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        for (var constant : allowed) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw FaultException.type(name, list(allowed));
    }

    <E extends Enum<E>> E requiredConstant(String name, E[] allowed) throws FaultException {
        var constant = constant(name, allowed);
        if (constant == null) {
            throw FaultException.type(name + " is missing", list(allowed));
        }
        return constant;
    }

    @Nullable
    LocalDate date(String name) throws FaultException {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            var date = LocalDate.parse(value);
            if (date.getYear() >= 1900 && date.getYear() < 10_000) {
                return date;
            }
        } catch (DateTimeException e) {
            // Answered below: the exception's message holds the value.
        }
        throw FaultException.type(name, "a date such as 2011-03-04");
    }

    @Nullable
    Instant instant(String name) throws FaultException {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            return told(OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            // Answered below: the exception's message holds the value.
        }
        throw FaultException.type(name, "a time with its offset, such as 2026-05-01T10:00:00Z");
    }

    /** What proves the event, as far as anything is told; whether it suffices is another question. */
    Evidence evidence() throws FaultException {
        var details = new EnumMap<EvidenceDetail, String>(EvidenceDetail.class);
        for (var detail : EvidenceDetail.values()) {
            var value = values.get(detail.wireName());
            if (value != null) {
                details.put(
                        detail,
                        detail.normal(value)
                                .orElseThrow(() -> FaultException.type(detail.wireName(), detail.expected())));
            }
        }
        return new Evidence(
                optional("notice"),
                constant("method", EvidenceMethod.values()),
                optional("source"),
                optional("place"),
                new EvidenceDetails(details));
    }

    /** A time that somebody may tell; throws {@link DateTimeException} for others. */
    static Instant told(Instant instant) {
        if (instant.isBefore(YEAR_1900) || instant.isAfter(YEAR_10000)) {
            throw new DateTimeException("not between 1900 and 9999");
        }
        return instant;
    }

    private void lift(String name, Rows rows, int field) throws FaultException {
        var allowed = switch (name) {
            case IDENTIFIERS -> IDENTIFYING;
            case EVIDENCE -> PROVING;
            default -> throw FaultException.type(printable(name), "text, not an object");
        };
        var members = rows.members(field);
        if (members.isEmpty()) {
            throw new FaultException(
                    name.equals(IDENTIFIERS) ? Reason.INPUT_IDENTIFIER : Reason.INPUT_TYPE,
                    name + " (expected: an object of plain values, each given once)");
        }
        for (var member : members.get().entrySet()) {
            put(member.getKey(), member.getValue(), allowed, name + ".");
        }
    }

    private void put(String name, @Nullable String text, Set<String> allowed, String place) throws FaultException {
        check(name, allowed, place);
        if (text == null || text.isBlank()) {
            return;
        }
        if (text.length() > LENGTH) {
            throw FaultException.type(place + name, "up to " + LENGTH + " characters");
        }
        if (values.putIfAbsent(name, text) != null) {
            throw new FaultException(Reason.INPUT_DUPLICATE_NAME, place + name + " is given twice; send it once");
        }
    }

    /** A name nobody knows may be a misspelt {@code expires}: to pass over it could keep a consent for ever. */
    private void check(String name, Set<String> allowed, String place) throws FaultException {
        if (!allowed.contains(name)) {
            throw new FaultException(
                    Reason.INPUT_TYPE,
                    place + printable(name) + " is not a field of " + title + " (expected: "
                            + allowed.stream().sorted().collect(Collectors.joining(", ")) + ")");
        }
    }

    private void checkNull(String name) throws FaultException {
        if (!name.equals(IDENTIFIERS) && !name.equals(EVIDENCE)) {
            check(name, flat, "");
        }
    }

    private static String printable(String name) {
        return NAME.matcher(name).matches() ? name : "a name that is none";
    }

    private static <E extends Enum<E>> String list(E[] allowed) {
        return "one of " + Arrays.stream(allowed).map(Enum::name).collect(Collectors.joining(", "));
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        var union = new HashSet<String>();
        for (var set : sets) {
            union.addAll(set);
        }
        return Set.copyOf(union);
    }
}
