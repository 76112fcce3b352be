package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.RetryAfter;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A custom webhook of Make. Settings: {@code url}, {@code country}, {@code api_key}, {@code secret} for a signature that the
 * scenario checks itself, {@code response}, {@code shared_key}, {@code max_records}, {@code max_bytes},
 * {@code requests_per_second}, {@code sandbox}.
 */
public final class MakeVendor implements Vendor {

    private static final Limits USUAL = new Limits(100, 5_000_000, 5_000_000, 30);
    private static final Pattern HOST = Pattern.compile("hook[.](eu|us)[0-9]+[.]make[.](celonis[.])?com");

    @Override
    public String name() {
        return "make";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Make",
                "A custom webhook that starts a scenario, in the zone of its organisation.",
                HookSettings.described(
                        USUAL,
                        new Setting(
                                "url", "https URL, secret", "required", "The webhook's address, hook.<zone>.make.com."),
                        new Setting(
                                "country",
                                "country code",
                                "required",
                                "Where the zone keeps the data; US for the zones us1 and us2, and for no other."),
                        new Setting("api_key", "text, secret", "no key", "One of the webhook's API keys."),
                        new Setting(
                                "secret",
                                "text or list, secret",
                                "no signature",
                                "whsec_ secrets, for a scenario that checks the signature itself."),
                        new Setting(
                                "response",
                                "true or false",
                                "false",
                                "Whether the scenario answers by a Webhook response module.")),
                HookSettings.acts(
                        "POST to the configured URL",
                        USUAL,
                        "webhook-id and each record's key, by the scenario",
                        "accepted; applied with response"),
                List.of(
                        "The body is that of a webhook: the records stand in data.records, which an Iterator takes apart.",
                        "Purpose and channel stand beside them; consented in each says whether it leaves on consent."),
                List.of(
                        "Without response only the word Accepted counts as accepted.",
                        "With response the scenario may answer {\"failed\": [{\"key\": \"...\"}]}, or record_id instead of key:"
                                + " those records are rejected, all others are applied, or uncertain where a failure names none of them. After 180 seconds Make answers"
                                + " Accepted in its place.",
                        "A full queue is waited for; a webhook without a scenario stops the destination.",
                        "Make allows 300 requests in ten seconds; a scenario with a response module runs 100 times a minute,"
                                + " for which requests_per_second: 1 is right.",
                        "Make keeps what a webhook received for 3 days, 30 for large customers."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        var endpoint = HookSettings.endpoint(settings, url, country(settings, url));
        var all = new ArrayList<Authentication>();
        var apiKey = settings.optionalText("api_key");
        if (apiKey != null) {
            all.add(Authentication.fixed(Map.of("x-make-apikey", apiKey)));
        }
        if (settings.isSet("secret")) {
            all.add(Authentication.signed(HookSettings.signer(settings)));
        }
        var body = new WebhookConnector.Body(HookSettings.sharedKey(settings), false);
        boolean responds = settings.flag("response", false);
        var limits = HookSettings.limits(settings, USUAL);
        settings.refuseOthers();
        return new WebhookConnector(
                endpoint,
                HookSettings.pathAndQuery(url),
                Authentication.all(all),
                body,
                limits,
                (sent, response) -> read(sent, response, responds));
    }

    private static String country(Settings settings, URI url) {
        var country = settings.country("country");
        if (settings.flag("sandbox", false)) {
            return country;
        }
        var host = HOST.matcher(url.getHost());
        if (!host.matches()) {
            throw settings.wrong(
                    "url", "is no webhook of Make", "copy it from the console: https://hook.<zone>.make.com/...");
        }
        if (host.group(1).equals("us") != country.equals("US")) {
            throw settings.wrong(
                    "country", "is not that of the URL's zone", "use US for zones us1 and us2, and for no other");
        }
        return country;
    }

    private static Answer read(Sent sent, VendorResponse response, boolean responds) {
        var text =
                response.body().length() > 100 ? "" : response.body().toString().strip();
        if (response.success()) {
            if (text.equals("Accepted")) {
                return Reading.accepted(sent);
            }
            return responds ? Reading.ran(sent, response) : Reading.unreadable(sent);
        }
        return response.status() == 400 && text.contains("Queue is full")
                ? new Answer.Retry(RetryAfter.of(response), VendorCode.RATE_LIMITED, false)
                : StatusAnswer.of(sent, response);
    }
}
