package io.activationgateway.gateway.opendsr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.gateway.opendsr.RequestReader.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String ID = "7d1f6a3e-2c1b-4a52-9a55-0f6f2f0f3c11";
    private static final String URL = "https://controller.example/dsr";

    private final RequestReader reader =
            new RequestReader(TestProcessor.DOMAIN, new CallbackHosts(Set.of("controller.example"), false));

    @Test
    void everyIdentityTypeOfTheDiscoveryIsRead() {
        var identities = new JsonArray();
        for (var type : IdentityTypes.STANDARD) {
            identities.add(identity(type, type.equals("email") ? " Ayse@Example.COM" : "of-" + type, "raw"));
        }

        var request = valid(body().put("subject_identities", identities));

        assertThat(request.identifiers())
                .hasSize(IdentityTypes.STANDARD.size())
                .contains(
                        new Identifier(IdentifierType.EMAIL, "ayse@example.com"),
                        new Identifier(IdentifierType.USER_ID, "of-controller_customer_id"),
                        new Identifier(IdentifierType.DEVICE_ID, "of-ios_vendor_id"));
        assertThat(request.id()).isEqualTo(ID);
        assertThat(request.kind()).isEqualTo(RequestKind.ERASURE);
    }

    @Test
    void anObjectOfIdentitiesIsReadAsMparticleSendsIt() {
        var request = valid(body().put("group_id", "g-1")
                .put(
                        "subject_identities",
                        new JsonObject()
                                .put("email", raw("ayse@example.com"))
                                .put("customer_id", raw("u-1"))
                                .put("mobile_number", raw("+905321234567"))));

        assertThat(request.identifiers())
                .containsExactly(
                        new Identifier(IdentifierType.EMAIL, "ayse@example.com"),
                        new Identifier(IdentifierType.USER_ID, "u-1"),
                        new Identifier(IdentifierType.PHONE, "+905321234567"));
    }

    @Test
    void phonesStandInOurExtensionAndOthersExtensionsArePassedOver() {
        var request = valid(body().put("subject_identities", new JsonArray())
                .put(
                        "extensions",
                        new JsonObject()
                                .put("other.example", new JsonObject().put("phone", 7))
                                .put(
                                        TestProcessor.DOMAIN,
                                        new JsonObject()
                                                .put(
                                                        "phone",
                                                        new JsonArray()
                                                                .add("+90 532 123 45 67")
                                                                .add("+905321234567")))));

        assertThat(request.identifiers()).containsExactly(new Identifier(IdentifierType.PHONE, "+905321234567"));
    }

    @ParameterizedTest
    @CsvSource({
        "email, sha256, UnsupportedIdentityFormat",
        "email, md5, UnsupportedIdentityFormat",
        "email, , UnsupportedIdentityFormat",
        "facebook, raw, UnsupportedIdentityType",
        "other2, raw, UnsupportedIdentityType",
    })
    void whatCannotBeResolvedIsRefusedAndNeverPassedOver(String type, String format, String reason) {
        var identities = new JsonArray()
                .add(identity("email", "ayse@example.com", "raw"))
                .add(identity(type, "secret@x.org", format));

        assertThat(faults(body().put("subject_identities", identities)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.reason()).isEqualTo(reason);
                    assertThat(fault.message())
                            .startsWith("subject_identities[1]")
                            .doesNotContain("secret");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "subject_request_id, 7D1F6A3E-2C1B-4A52-9A55-0F6F2F0F3C11",
        "subject_request_id, 7d1f6a3e-2c1b-1a52-9a55-0f6f2f0f3c11",
        "subject_request_id, ayse@example.com",
        "subject_request_id,",
        "subject_request_type, delete",
        "subject_request_type,",
        "submitted_time, yesterday",
        "submitted_time, 2026-11-20",
        "submitted_time,",
        "regulation, kvkk",
        "api_version, 9.0",
        "subject_identities, ayse@example.com",
        "status_callback_urls, https://controller.example/dsr",
    })
    void aFieldThatIsNoneIsNamedWithoutItsValue(String field, String value) {
        var body = body();
        if (value == null) {
            body.remove(field);
        } else {
            body.put(field, value);
        }

        assertThat(faults(body)).singleElement().satisfies(fault -> {
            assertThat(fault.reason()).isEqualTo(Fault.INVALID_FIELD);
            assertThat(fault.message()).startsWith(field + " (expected: ").doesNotContain("ayse");
        });
    }

    @Test
    void regulationMayBeLeftOut() {
        var body = body();
        body.remove("regulation");

        assertThat(valid(body).id()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "{\"subject_request_id\":\"a\",\"subject_request_id\":\"b\"}",
            })
    void whatIsNoObjectIsRefused(String text) {
        assertThat(reader.read(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Reading.Invalid.class,
                        invalid -> assertThat(invalid.faults())
                                .extracting(Fault::reason)
                                .containsExactly(Fault.INVALID_JSON));
    }

    @Test
    void identitiesAndCallbacksAreBounded() {
        var many = new JsonArray();
        IntStream.range(0, 51).forEach(n -> many.add(identity("android_id", "d-" + n, "raw")));
        var urls = new JsonArray();
        IntStream.range(0, 11).forEach(n -> urls.add(URL + "/" + n));

        assertThat(faults(body().put("subject_identities", many).put("status_callback_urls", urls)))
                .extracting(Fault::reason)
                .containsExactly(Fault.TOO_MANY, Fault.TOO_MANY);
        many.remove(0);
        urls.remove(0);
        var request = valid(body().put("subject_identities", many).put("status_callback_urls", urls));
        assertThat(request.identifiers()).hasSize(50);
        assertThat(request.callbacks()).hasSize(10);
    }

    @Test
    void nobodyIsNoRequest() {
        assertThat(faults(body().put("subject_identities", new JsonArray())))
                .extracting(Fault::message)
                .containsExactly("subject_identities (expected: one identity or more)");
    }

    @Test
    void aValueThatIsNoIdentifierIsRefused() {
        var identities = new JsonArray().add(identity("email", "not an address", "raw"));

        assertThat(faults(body().put("subject_identities", identities)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.reason()).isEqualTo(Fault.INVALID_IDENTITY);
                    assertThat(fault.message()).doesNotContain("not an address");
                });
    }

    private DsrRequest valid(JsonObject body) {
        var reading = reader.read(body.toBuffer().getBytes());
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).request();
    }

    private List<Fault> faults(JsonObject body) {
        var reading = reader.read(body.toBuffer().getBytes());
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).faults();
    }

    private static JsonObject body() {
        return new JsonObject()
                .put("regulation", "gdpr")
                .put("subject_request_id", ID)
                .put("subject_request_type", "erasure")
                .put("submitted_time", "2026-11-20T09:00:00Z")
                .put("subject_identities", new JsonArray().add(identity("email", "ayse@example.com", "raw")))
                .put("api_version", "2.0")
                .put("status_callback_urls", new JsonArray().add(URL));
    }

    private static JsonObject identity(String type, String value, String format) {
        return new JsonObject()
                .put("identity_type", type)
                .put("identity_value", value)
                .put("identity_format", format);
    }

    private static JsonObject raw(String value) {
        return new JsonObject().put("value", value).put("encoding", "raw");
    }
}
