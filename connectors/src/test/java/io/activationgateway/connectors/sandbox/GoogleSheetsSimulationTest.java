package io.activationgateway.connectors.sandbox;

import static io.activationgateway.connectors.sandbox.SandboxHarness.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.TestKeys;
import io.activationgateway.connectors.VendorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleSheetsSimulationTest {

    private static final String PERSON = "{\"user_id\":\"u-1\",\"city\":\"=SUM(A1)\",\"event\":\"seen\"}";

    private static final String OTHER = "{\"user_id\":\"u-10\",\"city\":\"u-1\"}";

    private SandboxHarness harness;
    private Connector sheet;

    @BeforeEach
    void start() throws Exception {
        harness = new SandboxHarness(new SimulatedGoogleSheets(
                "sheet", "sheet_id-1", "gateway@project.iam.gserviceaccount.com", TestKeys.RSA.getPublic()));
        sheet = harness.connector("google-sheets", settings(Map.of()));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void understandsEveryOperation() throws Exception {
        for (var operation : sheet.operations()) {
            var audience = operation.needsAudience() ? "vip" : null;
            assertThat(lines(harness.send(sheet, operation, audience, PERSON)))
                    .as(operation.wireName())
                    .containsExactly(operation == Operation.ERASE ? "0 ACCEPTED OK" : "0 APPLIED OK");
        }
        // An erasure writes over the seven rows before it.
        assertThat(harness.heard()).hasSize(14);
        assertThat(harness.heard(0).getString("key")).isEqualTo("key-0");
        assertThat(harness.heard(0).getJsonObject("fields").getString("H")).isEqualTo("'=SUM(A1)");
    }

    @Test
    void emptiesEveryRowOfWhoIsErasedAndNoOther() throws Exception {
        harness.send(sheet, Operation.UPSERT, null, PERSON);
        harness.send(sheet, Operation.UPSERT, null, OTHER);
        harness.send(sheet, Operation.ADD, "vip", PERSON);
        assertThat(lines(harness.send(sheet, Operation.ERASE, null, PERSON))).containsExactly("0 ACCEPTED OK");
        assertThat(harness.heard()).hasSize(5);
        for (int row : new int[] {3, 4}) {
            assertThat(harness.heard(row).getString("operation")).isEqualTo("person.erase");
            assertThat(harness.heard(row).getJsonObject("fields").getString("G"))
                    .isEmpty();
        }
        assertThat(lines(harness.send(sheet, Operation.ERASE, null, PERSON))).containsExactly("0 APPLIED NOT_THERE");
        assertThat(lines(harness.send(sheet, Operation.ERASE, null, OTHER))).containsExactly("0 ACCEPTED OK");
    }

    @Test
    void takesARepeatedRowTwice() throws Exception {
        harness.send(sheet, Operation.UPSERT, null, PERSON);
        harness.send(sheet, Operation.UPSERT, null, PERSON);
        assertThat(harness.heard()).hasSize(2);
    }

    @Test
    void goesOnWithANewTokenWhenTheOldOneIsTakenBack() throws Exception {
        harness.send(sheet, Operation.UPSERT, null, PERSON);
        var drafted = SandboxHarness.draft(sheet, Operation.UPSERT, null, "newsletter", PERSON);
        assertThat(drafted.later()).isNull();
        harness.raw(HttpMethod.POST, "/_sandbox/reset", Map.of(), Buffer.buffer());
        // Within the same instant the connector takes its token for just fetched.
        assertThat(harness.exchange(sheet, drafted)).isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    @Test
    void lendsNoTokenToAnotherAccount() throws Exception {
        var stranger = harness.connector("google-sheets", settings(Map.of("client_email", "x@example.com")));
        assertThat(harness.send(stranger, Operation.UPSERT, null, PERSON))
                .isEqualTo(new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
    }

    @Test
    void knowsOneSpreadsheetAndTakesSixtyRequestsAMinute() throws Exception {
        var other = harness.connector("google-sheets", settings(Map.of("spreadsheet_id", "other")));
        assertThat(harness.send(other, Operation.UPSERT, null, PERSON))
                .isEqualTo(new Answer.Stop(VendorCode.ENDPOINT_WRONG));
        for (int i = 1; i < 60; i++) {
            harness.send(sheet, Operation.UPSERT, null, PERSON);
        }
        assertThat(harness.send(sheet, Operation.UPSERT, null, PERSON))
                .isEqualTo(new Answer.Retry(null, VendorCode.RATE_LIMITED, false));
        harness.ticker.addAndGet(60_000_000_000L);
        assertThat(lines(harness.send(sheet, Operation.UPSERT, null, PERSON))).containsExactly("0 APPLIED OK");
    }

    @Test
    void refusesWhatIsNoRow() throws Exception {
        harness.send(sheet, Operation.UPSERT, null, PERSON);
        var path = "/sheet/v4/spreadsheets/sheet_id-1/values/Activations%21A%3AI:append";
        var headers = Map.of("Authorization", "Bearer sandbox-token-1", "Content-Type", "application/json");
        var good = new JsonObject("{\"values\":[[\"a\",1,true,null]]}");
        var raw = "?valueInputOption=RAW&insertDataOption=INSERT_ROWS";
        assertThat(status(path + raw, headers, good)).isEqualTo(200);
        assertThat(status(path, headers, good)).isEqualTo(400);
        assertThat(status(path + raw.replace("RAW", "USER_ENTERED"), headers, good))
                .isEqualTo(400);
        assertThat(status(path + raw, Map.of(), good)).isEqualTo(401);
        for (var bad : List.of(
                "{\"values\":[]}",
                "{\"values\":[[{}]]}",
                "{\"value\":[[1]]}",
                "{\"values\":[[1,2,3,4,5,6,7,8,9,10]]}")) {
            assertThat(status(path + raw, headers, new JsonObject(bad))).as(bad).isEqualTo(400);
        }
    }

    private int status(String path, Map<String, String> headers, JsonObject body) throws Exception {
        return harness.raw(HttpMethod.POST, path, headers, Buffer.buffer(body.encode()))
                .status();
    }

    private static Map<String, Object> settings(Map<String, ?> more) {
        var settings = new HashMap<String, Object>(Map.of(
                "country", "US",
                "spreadsheet_id", "sheet_id-1",
                "columns", List.of("user_id", "city", "event"),
                "client_email", "gateway@project.iam.gserviceaccount.com",
                "private_key", TestKeys.PEM));
        settings.putAll(more);
        return settings;
    }
}
