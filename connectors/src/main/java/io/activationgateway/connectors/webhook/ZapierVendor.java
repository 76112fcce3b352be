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
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A catch hook of Zapier. Settings: {@code url}, {@code secret} for a signature that the Zap checks itself,
 * {@code shared_key}, {@code max_bytes}, {@code requests_per_second}, {@code sandbox}.
 */
public final class ZapierVendor implements Vendor {

    private static final DataRegion US = new DataRegion("us", Set.of("US"), URI.create("https://hooks.zapier.com"));
    private static final Limits USUAL = new Limits(1, 2_000_000, 2_000_000, 30);
    private static final Pattern PATH = Pattern.compile("/hooks/catch/([0-9]+/)?[A-Za-z0-9]+/");
    private static final Pattern LEGACY = Pattern.compile("/hooks/catch/[A-Za-z0-9]+/");
    private static final double LEGACY_PER_SECOND = 1_000 / 300d;

    @Override
    public String name() {
        return "zapier";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of(US);
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Zapier",
                "A catch hook that starts a Zap; one host, in the United States.",
                HookSettings.described(
                        USUAL,
                        new Setting(
                                "url",
                                "https URL, secret",
                                "required",
                                "The hook's address, with its slash at the end; whoever knows it can send."),
                        new Setting(
                                "secret",
                                "text or list, secret",
                                "no signature",
                                "whsec_ secrets, for a Catch Raw Hook whose Zap checks the signature itself.")),
                HookSettings.acts(
                        "POST to the configured URL", USUAL, "webhook_id and key, in the body, by the Zap", "accepted"),
                List.of(
                        "One request is one record, as a flat object: webhook_id, type, timestamp, purpose, channel,"
                                + " consented, audience, key and record_id, identifiers under their types, event and"
                                + " occurred_at, then all other fields under their own names.",
                        "What takes away names one identifier and nothing else of the person, and tells of no consent.",
                        "A field that bears one of those names is refused."),
                List.of(
                        "Zapier answers 200 before any step runs, also for a Zap that is paused or deleted: compare counts.",
                        "Whatever answers otherwise is said again, except a request that is too large.",
                        "An address of the older form, without account number, is paced at 1,000 requests in 5 minutes.",
                        "Zapier keeps what a hook received for 29 to 69 days."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        var endpoint = HookSettings.endpoint(settings, url, "US");
        if (!endpoint.sandbox()
                && (!"hooks.zapier.com".equals(url.getHost())
                        || url.getRawQuery() != null
                        || !PATH.matcher(url.getPath()).matches())) {
            throw settings.wrong(
                    "url", "is no catch hook of Zapier", "copy it: https://hooks.zapier.com/hooks/catch/.../.../");
        }
        var all = new ArrayList<Authentication>();
        if (settings.isSet("secret")) {
            all.add(Authentication.signed(HookSettings.signer(settings)));
        }
        var body = new WebhookConnector.Body(HookSettings.sharedKey(settings), true);
        var limits = HookSettings.limits(settings, USUAL);
        if (LEGACY.matcher(url.getPath()).matches()) {
            double pace = Math.min(LEGACY_PER_SECOND, limits.requestsPerSecond());
            limits = new Limits(1, limits.maxBytes(), limits.maxRecordBytes(), pace);
        }
        settings.refuseOthers();
        return new WebhookConnector(
                endpoint, HookSettings.pathAndQuery(url), Authentication.all(all), body, limits, ZapierVendor::read);
    }

    /** Zapier looks at no record, and wants all but its 200 to be said again; only what is too large stays so. */
    private static Answer read(Sent sent, VendorResponse response) {
        int status = response.status();
        if (response.success()) {
            return Reading.accepted(sent);
        }
        return status < 400 || status == 408 || status == 413 || status == 429 || status >= 500
                ? StatusAnswer.of(sent, response)
                : new Answer.Retry(RetryAfter.of(response), VendorCode.VENDOR_ERROR, false);
    }
}
