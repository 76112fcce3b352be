package io.activationgateway.gateway.consents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Objected;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceDetail;
import io.activationgateway.consent.event.EvidenceDetails;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.residency.verdict.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConsentEventsTest {

    private static final EventSource SHOP = new EventSource("acme", true);

    private static final ConsentEvent GRANT = new ConsentEvent(
            "ev-1",
            List.of(
                    new Identifier(IdentifierType.EMAIL, "ayse@example.com"),
                    new Identifier(IdentifierType.PHONE, "+905321234567")),
            "TR",
            new Choice(
                    new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL),
                    ConsentState.GRANTED,
                    LegalBasis.CONSENT),
            new Timing(Instant.parse("2026-05-01T10:00:00Z"), Instant.parse("2027-05-01T00:00:00Z"), true),
            new Evidence(
                    "v4",
                    EvidenceMethod.TICKED_BY_USER,
                    "web-signup",
                    "/signup",
                    new EvidenceDetails(Map.of(EvidenceDetail.LANGUAGE, "de-AT", EvidenceDetail.MEDIUM, "WEB"))));

    private static final String GRANT_JSON = """
            {"event":"ev-1","identifiers":{"email":" Ayse@Example.com","phone":"0532 123 45 67","user_id":null},\
            "country":"tr","brand":"acme","purpose":"DIRECT_MARKETING","channel":"EMAIL","state":"GRANTED",\
            "basis":"CONSENT","at":"2026-05-01T13:00:00+03:00","expires":"2027-05-01T00:00:00Z","objection":null,\
            "evidence":{"notice":"v4","method":"TICKED_BY_USER","source":"web-signup","place":"/signup",\
            "language":"de-at","medium":"WEB"}}""";

    private static final String GRANT_CSV = """
            event,email,phone,user_id,country,brand,purpose,channel,state,basis,objection,at,expires,notice,method,source,place,language,medium
            ev-1,ayse@example.com,0532 123 45 67,,TR,,DIRECT_MARKETING,EMAIL,GRANTED,CONSENT,,2026-05-01T10:00:00Z,\
            2027-05-01T00:00:00Z,v4,TICKED_BY_USER,web-signup,"/signup",de-AT,WEB
            """;

    static Stream<Arguments> formats() {
        return Stream.of(
                arguments(BodyFormat.JSON, "{\"records\":[" + GRANT_JSON + "]}"),
                arguments(BodyFormat.NDJSON, GRANT_JSON + "\n"),
                arguments(BodyFormat.CSV, GRANT_CSV));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void everyFormatSaysTheSame(BodyFormat format, String body) {
        assertThat(read(format, body)).containsExactly(new EventReading.Valid(0, GRANT));
    }

    static Stream<Arguments> changes() {
        var dm = PurposeCode.DIRECT_MARKETING;
        return Stream.of(
                arguments(
                        "'purpose':'DIRECT_MARKETING','channel':'SMS','state':'WITHDRAWN'",
                        new Choice(new Cell("acme", dm, Channel.SMS), ConsentState.WITHDRAWN, null)),
                arguments(
                        "'purpose':'DIRECT_MARKETING','channel':'SMS','state':'DENIED','basis':'MSG_APPROVAL_IYS'",
                        new Choice(
                                new Cell("acme", dm, Channel.SMS), ConsentState.DENIED, LegalBasis.MSG_APPROVAL_IYS)),
                arguments(
                        "'purpose':'PROFILING','state':'DENIED'",
                        new Choice(new Cell("acme", PurposeCode.PROFILING, Channel.NONE), ConsentState.DENIED, null)),
                arguments(
                        "'objection':'ALL_DM'",
                        new Objected(new Objection("acme", ObjectionScope.ALL_DM, Channel.NONE))),
                arguments(
                        "'objection':'CHANNEL','channel':'EMAIL'",
                        new Objected(new Objection("acme", ObjectionScope.CHANNEL, Channel.EMAIL))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changes(String fields, Object change) {
        var reading = read(BodyFormat.NDJSON, line("'event':'e','user_id':7," + fields))
                .getFirst();

        assertThat(reading).isInstanceOfSatisfying(EventReading.Valid.class, valid -> {
            assertThat(valid.event().change()).isEqualTo(change);
            assertThat(valid.event().identifiers()).containsExactly(new Identifier(IdentifierType.USER_ID, "7"));
            assertThat(valid.event().timing()).isEqualTo(new Timing(null, null, true));
        });
    }

    static Stream<Arguments> faults() {
        var who = "'event':'e-1','email':'secret@example.com',";
        var grant = who + "'purpose':'DIRECT_MARKETING','channel':'EMAIL','state':'GRANTED','basis':'CONSENT',";
        var denial = who + "'purpose':'DIRECT_MARKETING','channel':'EMAIL','state':'DENIED'";
        return Stream.of(
                arguments("'email':'secret@example.com'", "event is missing"),
                arguments("'event':'secret@example.com'", "event (expected: the event's own id"),
                arguments("'event':'e','objection':'ALL_DM'", "identifiers (expected:"),
                arguments("'event':'e','email':'  ','objection':'ALL_DM'", "identifiers (expected:"),
                arguments("'event':'e','email':'secret','objection':'ALL_DM'", "email (expected: an e-mail address"),
                arguments("'event':'e','phone':'0532 secret','objection':'ALL_DM'", "phone (expected: a phone number"),
                arguments("'event':'e','identifiers':{'email':['secret']}", "identifiers (expected: an object"),
                arguments(
                        denial + ",'identifiers':{'user_id':'secret','user\\u005fid':'7'}",
                        "identifiers (expected: an object of plain values, each given once"),
                arguments(
                        denial + ",'evidence':{'notice':'secret','notice':null}",
                        "evidence (expected: an object of plain values, each given once"),
                arguments(denial + ",'identifiers':{'user_id':" + "7".repeat(2000) + "}", "identifiers.user_id (exp"),
                arguments(denial + ",'identifiers':{'" + "secret".repeat(10_000) + "':1}", "a name that is none"),
                arguments("'event':'e','identifiers':{'mail':'secret'}", "identifiers.mail is not a field"),
                arguments("'event':'e','identifiers':['secret']", "identifiers (expected: text"),
                arguments("'event':'e','email':{'value':'secret'}", "email (expected: text"),
                arguments(denial + ",'identifiers':{'email':'secret@example.com'}", "identifiers.email is given twice"),
                arguments(denial + ",'expire':'2027-01-01T00:00:00Z'", "expire is not a field"),
                arguments(denial + ",'secret@example.com':1", "a name that is none is not a field"),
                arguments(denial + ",'expires':'2027-01-01T00:00:00Z'", "expires (expected: nothing"),
                arguments(denial + ",'at':'secret'", "at (expected: a time with its offset"),
                arguments(denial + ",'at':'2026-05-01T10:00:00'", "at (expected: a time with its offset"),
                arguments(denial + ",'at':'+999999-05-01T10:00:00Z'", "at (expected: a time with its offset"),
                arguments(denial + ",'country':'secret'", "country (expected: an ISO 3166 code"),
                arguments(denial + ",'brand':'other'", "brand (expected: acme"),
                arguments(denial + ",'objection':'ALL_DM'", "purpose (expected: nothing beside objection"),
                arguments(denial + ",'place':'" + "secret".repeat(200) + "'", "place (expected: up to 1024"),
                arguments(who + "'purpose':'DIRECT_MARKETING','state':'DENIED'", "channel is missing"),
                arguments(who + "'purpose':'email-newsletter','state':'DENIED'", "purpose (expected: one of DIRECT_MA"),
                arguments(who + "'purpose':'PROFILING','state':'secret'", "state (expected: one of GRANTED, DENIED, W"),
                arguments(who + "'purpose':'PROFILING','state':'EXPIRED'", "state (expected: one of GRANTED"),
                arguments(who + "'purpose':'PROFILING','state':'GRANTED'", "basis is missing"),
                arguments(who + "'objection':'CHANNEL'", "channel (expected: the channel objected to"),
                arguments(who + "'objection':'ALL_DM','channel':'SMS'", "channel (expected: nothing"),
                arguments(
                        grant + "'notice':'v4','source':'web'", "does not prove a grant on CONSENT (expected: method"),
                arguments(grant + "'notice':'v4','source':'web','method':'PRE_TICKED'", "method (expected: one of"),
                arguments(
                        grant + "'notice':'v4','source':'web','method':'ON_FILE'", "expected: method: TICKED_BY_USER"),
                arguments(
                        grant + "'notice':'v4','source':'web','method':'SIGNED','notice_hash':'secret'",
                        "notice_hash (expected: the SHA-256"),
                arguments(
                        grant + "'notice':'v4','source':'web','method':'DOUBLE_OPT_IN','opt_in_requested':null",
                        "opt_in_confirmed: when the person followed the link"),
                arguments(
                        grant + "'evidence':{'notice':'v4','source':'web','method':'SIGNED','tongue':'secret'}",
                        "evidence.tongue is not a field"),
                arguments(grant + "'evidence':null", "notice: the version of the text the person saw; source"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void faults(String fields, String detail) {
        var reading = read(BodyFormat.NDJSON, line(fields)).getFirst();

        assertThat(reading)
                .isInstanceOfSatisfying(
                        EventReading.Invalid.class,
                        invalid -> assertThat(invalid.fault().detail())
                                .contains(detail)
                                .doesNotContain("secret"));
        assertThat(reading.toString()).doesNotContain("secret");
    }

    @Test
    void aBadLineIsThatEventsFailureAndTheOthersStand() {
        var objection = line("'event':'e-2','user_id':'1','objection':'ALL_DM'");
        var readings = read(
                BodyFormat.NDJSON,
                "{\"event\":\n" + objection + "\n" + line("'event':'e-3','objection':'ALL_DM'") + "\n");

        assertThat(readings).hasSize(3);
        assertThat(readings.get(0)).isInstanceOfSatisfying(EventReading.Invalid.class, invalid -> {
            assertThat(invalid.fault().reason()).isEqualTo(Reason.INPUT_SYNTAX);
            assertThat(invalid.eventId()).isNull();
        });
        assertThat(readings.get(1)).isInstanceOf(EventReading.Valid.class);
        assertThat(readings.get(2)).isInstanceOfSatisfying(EventReading.Invalid.class, invalid -> {
            assertThat(invalid.index()).isEqualTo(2);
            assertThat(invalid.eventId()).isEqualTo("e-3");
            assertThat(invalid.fault().reason()).isEqualTo(Reason.INPUT_IDENTIFIER);
        });
    }

    @Test
    void aBrokenBodyHasNoEvents() {
        assertThat(ConsentEvents.read("{\"records\":[".getBytes(UTF_8), BodyFormat.JSON, Limits.DEFAULT))
                .isInstanceOf(Reading.Broken.class);
    }

    @Test
    void anUntrustedClockStaysUntrusted() {
        var body = line("'event':'e','user_id':'1','objection':'ALL_DM','at':'2026-05-01T10:00:00Z'");
        var reading =
                readAs(new EventSource("acme", false), BodyFormat.NDJSON, body).getFirst();

        assertThat(reading)
                .isInstanceOfSatisfying(
                        EventReading.Valid.class,
                        valid -> assertThat(valid.event().timing())
                                .isEqualTo(new Timing(Instant.parse("2026-05-01T10:00:00Z"), null, false)));
    }

    private static String line(String fields) {
        return ("{" + fields + "}").replace('\'', '"');
    }

    private static List<EventReading> read(BodyFormat format, String body) {
        return readAs(SHOP, format, body);
    }

    private static List<EventReading> readAs(EventSource source, BodyFormat format, String body) {
        var reading = ConsentEvents.read(body.getBytes(UTF_8), format, Limits.DEFAULT);
        assertThat(reading).isInstanceOf(Reading.Parsed.class);
        return ConsentEvents.of(((Reading.Parsed) reading).rows(), source, Statement.CONSENT);
    }
}
