package io.activationgateway.gateway.region;

import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.utils.BitSetIntIterable;
import java.time.Instant;

/** TCF strings as the sample purpose {@code ad-audience} wants them: purposes 1, 3 and 4 for vendor 755. */
final class TcStrings {

    private TcStrings() {}

    static String consent(String day) {
        return string(day, 300, 1, 2, 3, 4, 7);
    }

    static String refusal(String day) {
        return string(day, 300, 1, 7);
    }

    private static String string(String day, int cmp, int... purposes) {
        return usual(day, cmp, purposes)
                .addVendorConsent(BitSetIntIterable.from(10, 755))
                .addDisclosedVendors(BitSetIntIterable.from(10, 755))
                .encode();
    }

    private static TCStringEncoder.Builder usual(String day, int cmp, int... purposes) {
        var made = Instant.parse(day + "T00:00:00Z");
        return TCStringEncoder.newBuilder()
                .version(2)
                .created(made)
                .lastUpdated(made)
                .cmpId(cmp)
                .cmpVersion(2)
                .consentScreen(1)
                .consentLanguage("DE")
                .vendorListVersion(120)
                .tcfPolicyVersion(5)
                .isServiceSpecific(true)
                .publisherCC("DE")
                .addPurposesConsent(BitSetIntIterable.from(purposes));
    }
}
