package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.policy.DataCategory;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.FieldValue;
import io.activationgateway.residency.policy.NamePattern;
import io.activationgateway.residency.policy.PlaceLevel;
import io.activationgateway.residency.policy.Sensitivity;
import io.activationgateway.residency.policy.ValueType;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldAction.Generalise;
import io.activationgateway.residency.verdict.FieldAction.Level;
import io.activationgateway.residency.verdict.FieldAction.Truncate;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows as plans let them leave, from the sender's bytes to the connector's. */
class FieldFormsTest {

    private static final Masking MASKING = new Masking(new byte[32]);
    private static final FieldCatalogue CATALOGUE = new FieldCatalogue(
            "customers",
            List.of(
                    field("phone", IdentifierType.PHONE, FieldValue.TEXT),
                    field("birth_date", null, FieldValue.of(ValueType.DATE)),
                    field("postal_code", null, FieldValue.TEXT),
                    field("latitude", null, new FieldValue(ValueType.NUMBER, List.of(), PlaceLevel.POINT)),
                    field("town", null, new FieldValue(ValueType.STRING, List.of(), PlaceLevel.CITY)),
                    field(
                            "location",
                            null,
                            new FieldValue(
                                    ValueType.STRING,
                                    List.of(
                                            inside("street", PlaceLevel.ADDRESS),
                                            inside("city", PlaceLevel.CITY),
                                            inside("region", PlaceLevel.REGION),
                                            inside("country", PlaceLevel.COUNTRY),
                                            inside("lat", PlaceLevel.POINT),
                                            inside("note", null)),
                                    null)),
                    new FieldClass(
                            List.of(),
                            List.of(new NamePattern("score_*")),
                            DataCategory.BEHAVIOURAL,
                            null,
                            FieldValue.of(ValueType.NUMBER),
                            Sensitivity.NONE)));

    @Test
    void aNationalPhoneNumberIsHashedByTheCountryOfItsRow() {
        var plan = Map.of("phone", FieldAction.HASH);
        var international = Masking.hash(IdentifierType.PHONE, "+905321234567", null);

        assertThat(leaving("{\"phone\":\"0532 123 45 67\",\"country\":\"tr\"}", plan))
                .isEqualTo("{\"phone\":\"" + international + "\"}");
        assertThat(leaving("{\"phone\":\"0532 123 45 67\",\"country\":\"DE\"}", plan))
                .doesNotContain(international);
        assertThat(leaving("{\"phone\":\"" + international.toUpperCase(Locale.ROOT) + "\"}", plan))
                .isEqualTo("{\"phone\":\"" + international + "\"}");
    }

    @Test
    void timesTextsAndNumbersAreToldLessExactly() {
        assertThat(leaving(
                        "{\"birth_date\":\"1990-05-17\",\"postal_code\":\"10115\",\"latitude\":52.520008}",
                        Map.of(
                                "birth_date", new Generalise(Level.AGE_BAND),
                                "postal_code", new Truncate(2),
                                "latitude", new Generalise(Level.CITY))))
                .isEqualTo("{\"birth_date\":\"35-44\",\"postal_code\":\"10\",\"latitude\":52.5}");
    }

    /** What cannot be read cannot be made less exact: neither the value nor its name leaves. */
    @Test
    void whatHasNoLesserFormStays() {
        assertThat(leaving(
                        "{\"birth_date\":\"spring of 1990\",\"latitude\":\"north\",\"postal_code\":\"1\"}",
                        Map.of(
                                "birth_date", new Generalise(Level.YEAR),
                                "latitude", new Generalise(Level.CITY),
                                "postal_code", FieldAction.PASS)))
                .isEqualTo("{\"postal_code\":\"1\"}");
    }

    @Test
    void aStructuredLocationIsReducedToItsLevel() {
        var row = "{\"location\":{\"street\":\"Elm 1\",\"city\":\"Ulm\",\"region\":\"BW\",\"country\":\"DE\","
                + "\"lat\":48.398410,\"note\":\"back door\"},\"town\":\"Ulm\"}";

        assertThat(leaving(row, places(Level.CITY)))
                .isEqualTo("{\"location\":{\"city\":\"Ulm\",\"region\":\"BW\",\"country\":\"DE\",\"lat\":48.4},"
                        + "\"town\":\"Ulm\"}");
        assertThat(leaving(row, places(Level.REGION)))
                .isEqualTo("{\"location\":{\"region\":\"BW\",\"country\":\"DE\",\"lat\":48}}");
        assertThat(leaving(row, places(Level.COUNTRY))).isEqualTo("{\"location\":{\"country\":\"DE\"}}");
        assertThat(leaving("{\"location\":{\"street\":\"Elm 1\"}}", places(Level.COUNTRY)))
                .isEqualTo("{}");
    }

    /** One row must not keep the others of its request from being said. */
    @Test
    void aStructuredLocationMayHoldAnyNumberThatJsonKnows() {
        for (var number : List.of("1e99999999999", "-0.10E+3", "1".repeat(2_000))) {
            assertThat(leaving("{\"location\":{\"city\":" + number + ",\"lat\":" + number + "}}", places(Level.CITY)))
                    .isEqualTo("{\"location\":{\"city\":" + number + "}}");
        }
    }

    @Test
    void everyColumnOfAFamilyMayStandInARow() {
        assertThat(leaving("{\"score_churn\":0.5,\"score_upsell\":0.25}", Map.of("score_*", FieldAction.PASS)))
                .isEqualTo("{\"score_churn\":0.5,\"score_upsell\":0.25}");
    }

    @Test
    void aPseudonymIsTheSameForTheSameValueAndFieldOnly() {
        var masked = leaving("{\"postal_code\":\"10115\"}", Map.of("postal_code", FieldAction.PSEUDONYMISE));

        assertThat(masked).isEqualTo("{\"postal_code\":\"" + MASKING.pseudonym("postal_code", "10115") + "\"}");
        assertThat(MASKING.pseudonym("town", "10115")).isNotEqualTo(MASKING.pseudonym("postal_code", "10115"));
        assertThat(MASKING.reveal("postal_code", MASKING.pseudonym("postal_code", "10115")))
                .isEqualTo("10115");
    }

    private static Map<String, FieldAction> places(Level level) {
        return Map.of("location", new Generalise(level), "town", new Generalise(level));
    }

    /** What leaves of one row, where a field without an action is dropped. */
    private static String leaving(String row, Map<String, FieldAction> actions) {
        var plan = FieldPlan.of(CATALOGUE.fields().stream()
                .map(field -> actions.getOrDefault(field.name(), FieldAction.DROP))
                .toArray(FieldAction[]::new));
        var rows = rows(row);
        assertThat(rows.fault(0)).isNull();
        var record = new SlicedRecord(
                0,
                "key",
                new FieldForms(rows, CATALOGUE, MASKING, LocalDate.of(2026, 11, 20)),
                new Verdict.Forward(plan, null, List.of(), List.of()));
        for (int field = rows.firstField(0); field < rows.endField(0); field++) {
            int number = rows.catalogueField(field);
            if (number >= 0) {
                var name = rows.name(rows.nameNumber(field));
                assertThat(FieldForms.leaves(rows, field, CATALOGUE.field(number), plan.action(number)))
                        .as(name)
                        .isEqualTo(IntStream.range(0, record.size())
                                .anyMatch(leaving -> record.name(leaving).equals(name)));
            }
        }
        return json(record);
    }

    private static String json(OutgoingRecord record) {
        var out = new JsonBytes(256).ascii("{");
        for (int field = 0; field < record.size(); field++) {
            if (field > 0) {
                out.ascii(",");
            }
            record.writeName(field, out);
            out.ascii(":");
            record.writeValue(field, out);
        }
        return new String(out.ascii("}").toByteArray(), UTF_8);
    }

    private static Rows rows(String row) {
        var names = new FieldNames() {
            @Override
            public int number(String name) {
                return CATALOGUE.number(name);
            }

            @Override
            public Type type(int field) {
                return Type.valueOf(CATALOGUE.field(field).type().name());
            }

            @Override
            public boolean family(int field) {
                return CATALOGUE.field(field).isFamily();
            }

            @Override
            public boolean structured(int field) {
                return CATALOGUE.field(field).structured();
            }

            @Override
            public boolean inner(int field, String name) {
                return CATALOGUE.field(field).inside(name).isPresent();
            }
        };
        return ((Reading.Parsed)
                        RowReader.read(row.getBytes(UTF_8), BodyFormat.NDJSON, Columns.DEFAULT, names, Limits.DEFAULT))
                .rows();
    }

    private static FieldClass field(String name, @Nullable IdentifierType identifier, FieldValue value) {
        return new FieldClass(List.of(name), List.of(), DataCategory.LOCATION, identifier, value, Sensitivity.NONE);
    }

    private static FieldClass inside(String name, @Nullable PlaceLevel place) {
        return field(name, null, new FieldValue(ValueType.STRING, List.of(), place));
    }
}
