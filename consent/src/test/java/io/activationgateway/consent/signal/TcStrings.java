package io.activationgateway.consent.signal;

import com.iabtcf.encoder.PublisherRestrictionEntry;
import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.utils.BitSetIntIterable;
import com.iabtcf.v2.RestrictionType;
import java.time.Instant;

/** TCF strings that vendors' tools could have made, all on 1 June 2026 unless told otherwise. */
final class TcStrings {

    static final Instant MADE = Instant.parse("2026-06-01T00:00:00Z");

    /** Consent to 1, 2, 3, 4, 7, 9, 10; vendors 10 and 755; disclosed 10, 755, 804; policy 5. */
    static final String GOOD = "CQlH_MAQlH_MAEsACBTRB4FgAPLAAELAAAYgF5wAgAFALzAAoAIAAA.IGSQAwAFALzAZIA";

    /** Consent to 1 and 7; vendor 755; disclosed 10, 755. */
    static final String NO_AD_PURPOSES = "CQlH_MAQlH_MAEsACBTRB4FgAIIAAAAAAAYgF5wAQF5gAAAA.IF5wAgAFALzA";

    /** Consent to 1 to 4; vendor 755. */
    static final String NO_DISCLOSED_SEGMENT = "CQlH_MAQlH_MAEsACBTRB4FgAPAAAAAAAAYgF5wAQF5gAAAA";

    static final String VENDOR_NOT_DISCLOSED = NO_DISCLOSED_SEGMENT + ".IAFABA";
    static final String OLD_POLICY = "CQlH_MAQlH_MAEsACBTRB4CgAPAAAAAAAAYgF5wAQF5gAAAA.IF5wAQF5gA";
    static final String NOT_SERVICE_SPECIFIC = "CQlH_MAQlH_MAEsACBTRB4FAAPAAAAAAAAYgF5wAQF5gAAAA.IF5wAQF5gA";

    /** Consent to 1; legitimate interest 2 to 6. */
    static final String LEGITIMATE_INTERESTS = "CQlH_MAQlH_MAEsACBTRB4FoAIAAAHwAAAYgF5wAQF5gXnABAXmAAA.IF5wAQF5gA";

    private TcStrings() {}

    /** A string with consent to 1, 2, 3, 4 and 7 for vendors 10 and 755, both disclosed. */
    static TCStringEncoder.Builder usual() {
        return TCStringEncoder.newBuilder()
                .version(2)
                .created(MADE)
                .lastUpdated(MADE)
                .cmpId(300)
                .cmpVersion(2)
                .consentScreen(1)
                .consentLanguage("TR")
                .vendorListVersion(120)
                .tcfPolicyVersion(5)
                .isServiceSpecific(true)
                .publisherCC("DE")
                .addPurposesConsent(BitSetIntIterable.from(1, 2, 3, 4, 7))
                .addVendorConsent(BitSetIntIterable.from(10, 755))
                .addDisclosedVendors(BitSetIntIterable.from(10, 755));
    }

    static TCStringEncoder.Builder made(Instant created) {
        return usual().created(created).lastUpdated(created);
    }

    static TCStringEncoder.Builder restricted(int purpose, RestrictionType type, int vendor) {
        return usual().addPublisherRestrictionEntry(PublisherRestrictionEntry.newBuilder()
                .purposeId(purpose)
                .restrictionType(type)
                .addVendor(vendor)
                .build());
    }
}
