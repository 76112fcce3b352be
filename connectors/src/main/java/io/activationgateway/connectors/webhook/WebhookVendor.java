package io.activationgateway.connectors.webhook;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Guide.Setting;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import java.util.List;

/**
 * Signed webhooks. Settings: {@code url}, {@code country} of the receiver, {@code secret} (one or several, newest first),
 * {@code shared_key} (the identifier type both sides know people by; without it a removal names the first that the record
 * has, in the order user id, email, phone, anonymous id, device id, custom), {@code max_records} (100), {@code max_bytes}
 * (20,480), {@code requests_per_second} (50), {@code sandbox} (permits http).
 */
public final class WebhookVendor implements Vendor {

    private static final Limits USUAL = new Limits(100, 20 * 1024, 20 * 1024, 50);

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return List.of();
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Webhook",
                "Any receiver that checks signatures as Standard Webhooks 1.0.0 describes.",
                HookSettings.described(
                        USUAL,
                        new Setting("url", "https URL", "required", "Where the receiver listens."),
                        new Setting("country", "country code", "required", "Where the receiver keeps the data."),
                        new Setting("secret", "text or list, secret", "required", "whsec_ secrets, the newest first.")),
                HookSettings.acts("POST to the configured URL", USUAL, "webhook-id and each record's key", "accepted"),
                List.of(
                        "Identifiers stand apart from the other fields, each under its type.",
                        "All other fields become attributes, or properties of an event, under their own names.",
                        "Every request names the activation's purpose and channel; of what does not take away, consented says"
                                + " whether the record leaves on the person's consent.",
                        "What takes away names one identifier and nothing else: the shared key, or the first there is."),
                List.of(
                        "A receiver that answers 2xx has taken every record of the request.",
                        "A receiver that wants another body, path or method takes a template (vendor template)."));
    }

    @Override
    public Connector connect(Settings settings) {
        var url = settings.uri("url");
        var endpoint = HookSettings.endpoint(settings, url, settings.country("country"));
        var authentication = Authentication.all(List.of(Authentication.signed(HookSettings.signer(settings))));
        var body = new WebhookConnector.Body(HookSettings.sharedKey(settings), false);
        var limits = HookSettings.limits(settings, USUAL);
        settings.refuseOthers();
        return new WebhookConnector(
                endpoint, HookSettings.pathAndQuery(url), authentication, body, limits, Reading::anySuccess);
    }
}
