package io.activationgateway.connectors.pigeon;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.DataRegion;
import io.activationgateway.connectors.Guide;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Vendor;
import io.activationgateway.consent.identity.IdentifierType;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Pigeon, a letter service that knows people by e-mail address. */
final class PigeonVendor implements Vendor {

    static final Limits LIMITS = new Limits(100, 1_000_000, 32_000, 10);

    private static final List<DataRegion> REGIONS =
            List.of(new DataRegion("eu", Set.of("DE"), URI.create("https://api.eu.pigeon.example")));

    @Override
    public String name() {
        return "pigeon";
    }

    @Override
    public List<DataRegion> dataRegions() {
        return REGIONS;
    }

    @Override
    public Connector connect(Settings settings) {
        var endpoint = settings.endpoint(settings.region(REGIONS));
        var token = settings.text("token");
        settings.refuseOthers();
        return new PigeonConnector(endpoint, token);
    }

    @Override
    public Guide guide() {
        return new Guide(
                "Pigeon",
                "A loft in Germany.",
                List.of(
                        new Guide.Setting("region", "eu", "required", "Where the loft stands."),
                        new Guide.Setting("token", "text, secret", "required", "The token of the loft.")),
                List.of(new Guide.Act(
                        Operation.UPSERT,
                        "POST /v1/people",
                        LIMITS,
                        List.of(IdentifierType.EMAIL, IdentifierType.USER_ID),
                        "",
                        "applied")),
                List.of("Every field keeps its name."),
                List.of("One person whom Pigeon refuses makes it refuse the request, which is halved."));
    }
}
