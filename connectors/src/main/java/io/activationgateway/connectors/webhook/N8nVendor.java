package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.BasicCredentials;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.SigningKey;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * n8n's Webhook node. Settings: {@code url}, {@code country}, one of {@code basic_user} with {@code basic_password},
 * {@code header_name} with {@code header_value} and {@code jwt_secret} or {@code jwt_private_key} with
 * {@code jwt_algorithm}, {@code secret} for a signature that the workflow checks itself, {@code response},
 * {@code shared_key}, {@code max_records}, {@code max_bytes}, {@code requests_per_second}, {@code sandbox}.
 */
public final class N8nVendor implements Vendor {

    private static final Limits USUAL = new Limits(100, 1_000_000, 1_000_000, 10);
    private static final int FALSE_ALARMS = 3;

    @Override
    public String name() {
        return "n8n";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Guide guide() {
        return new Guide(
                "n8n",
                "The Webhook node of a workflow, self-hosted in the region or in n8n's cloud.",
                HookSettings.described(
                        USUAL,
                        new Setting(
                                "url", "https URL", "required", "The production URL of the node; never the test URL."),
                        new Setting("country", "country code", "required", "Where the instance runs."),
                        new Setting(
                                "basic_user", "text", "no basic authentication", "The user of the node's credential."),
                        new Setting("basic_password", "text, secret", "no basic authentication", "Its password."),
                        new Setting("header_name", "text", "no header", "The header of the node's credential."),
                        new Setting("header_value", "text, secret", "no header", "Its exact value."),
                        new Setting(
                                "jwt_secret", "text, secret", "no token", "The passphrase of the node's credential."),
                        new Setting(
                                "jwt_private_key",
                                "text, secret",
                                "no token",
                                "The private key, PKCS #8 in PEM, to the public key of the node's credential."),
                        new Setting(
                                "jwt_algorithm",
                                "HS, RS, PS or ES with 256, 384 or 512",
                                "HS256 with a passphrase, RS256 with a key",
                                "The algorithm of the node's credential."),
                        new Setting(
                                "secret",
                                "text or list, secret",
                                "no signature",
                                "whsec_ secrets, for a workflow that checks the signature itself."),
                        new Setting(
                                "response",
                                "immediately or at-end",
                                "immediately",
                                "When the node answers: at once, or when the workflow has ended.")),
                HookSettings.acts(
                        "POST to the configured URL",
                        USUAL,
                        "webhook-id and each record's key, by the workflow",
                        "accepted; applied with response at-end"),
                List.of(
                        "The body is that of a webhook: the records stand in data.records, which a Split Out node takes"
                                + " apart; an array at the top would arrive as one item.",
                        "Purpose and channel stand beside them; consented in each says whether it leaves on consent."),
                List.of(
                        "With response at-end the workflow may answer {\"failed\": [{\"key\": \"...\"}]}, also in one of"
                                + " several items, and record_id instead of key: those records are rejected, all others are applied, or uncertain where a failure names none of them.",
                        "A 404 means that the workflow is not active; since n8n's cloud says so by mistake at times, it is"
                                + " tried three times before the destination stops.",
                        "n8n keeps what its executions received: its pruning belongs to every erasure."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        var endpoint = HookSettings.endpoint(settings, url, settings.country("country"));
        if (url.getPath().contains("/webhook-test/")) {
            throw settings.wrong("url", "is a test URL", "use the production URL, with /webhook/ in its path");
        }
        var authentication = authentication(settings);
        var body = new WebhookConnector.Body(HookSettings.sharedKey(settings), false);
        boolean atEnd = settings.choice("response", "immediately", Set.of("immediately", "at-end"))
                .equals("at-end");
        var limits = HookSettings.limits(settings, USUAL);
        settings.refuseOthers();
        return new WebhookConnector(
                endpoint,
                HookSettings.pathAndQuery(url),
                authentication,
                body,
                limits,
                (sent, response) -> read(sent, response, atEnd));
    }

    private static Authentication authentication(Settings settings) {
        var all = new ArrayList<Authentication>();
        var user = settings.optionalText("basic_user");
        var password = settings.optionalText("basic_password");
        var header = settings.optionalText("header_name");
        var value = settings.optionalText("header_value");
        var token = token(settings);
        together(settings, "basic_user", user, "basic_password", password);
        together(settings, "header_name", header, "header_value", value);
        if ((user == null ? 0 : 1) + (header == null ? 0 : 1) + (token == null ? 0 : 1) > 1) {
            throw settings.wrong("url", "has several kinds of authentication", "keep the one that the node is set to");
        }
        if (user != null && password != null) {
            all.add(Authentication.fixed(Map.of("Authorization", BasicCredentials.header(user, password))));
        }
        if (header != null && value != null) {
            all.add(Authentication.fixed(Map.of(header, value)));
        }
        if (token != null) {
            all.add(token);
        }
        if (settings.isSet("secret")) {
            all.add(Authentication.signed(HookSettings.signer(settings)));
        }
        return Authentication.all(all);
    }

    private static @Nullable Authentication token(Settings settings) {
        var passphrase = settings.optionalText("jwt_secret");
        var key = settings.optionalText("jwt_private_key");
        if (passphrase != null && key != null) {
            throw settings.wrong("jwt_private_key", "stands beside jwt_secret", "keep the one that the node is set to");
        }
        var algorithm = key == null
                ? settings.choice("jwt_algorithm", "HS256", Jwt.ALGORITHMS)
                : settings.choice("jwt_algorithm", "RS256", SigningKey.algorithms());
        if (passphrase != null) {
            return new Jwt(algorithm, passphrase);
        }
        try {
            return key == null ? null : new KeyedJwt(SigningKey.of(algorithm, key));
        } catch (IllegalArgumentException wrong) {
            throw settings.wrong(
                    "jwt_private_key",
                    "is no key of " + algorithm,
                    "give a PKCS #8 key in PEM without passphrase, from BEGIN to END; openssl pkcs8 -topk8 -nocrypt makes one");
        }
    }

    private static void together(
            Settings settings, String name, @Nullable String one, String otherName, @Nullable String other) {
        if ((one == null) != (other == null)) {
            throw settings.wrong(
                    one == null ? name : otherName,
                    "is missing",
                    "set both " + name + " and " + otherName + ", or neither");
        }
    }

    private static Answer read(Sent sent, VendorResponse response, boolean atEnd) {
        if (response.success()) {
            return atEnd ? Reading.ran(sent, response) : Reading.accepted(sent);
        }
        return switch (response.status()) {
            case 404 ->
                sent.attempt().number() < FALSE_ALARMS
                        ? new Answer.Retry(null, VendorCode.ENDPOINT_WRONG, false)
                        : new Answer.Stop(VendorCode.ENDPOINT_WRONG);
            case 500 ->
                response.body().toString().contains("No authentication data defined")
                        ? new Answer.Stop(VendorCode.CREDENTIALS_REFUSED)
                        : StatusAnswer.of(sent, response);
            default -> StatusAnswer.of(sent, response);
        };
    }
}
