package io.activationgateway.consent.signal;

/** What people of the United States can opt out of in a GPP string. */
public enum OptOut {
    SALE("SaleOptOut"),
    SHARING("SharingOptOut"),
    TARGETED_ADVERTISING("TargetedAdvertisingOptOut");

    private final String field;

    OptOut(String field) {
        this.field = field;
    }

    String field() {
        return field;
    }
}
