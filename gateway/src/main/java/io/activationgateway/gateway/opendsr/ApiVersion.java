package io.activationgateway.gateway.opendsr;

/** The versions of the protocol: they differ in routes and in the names of headers. */
public enum ApiVersion {
    /** OpenGDPR 1.0. */
    V1("1.0", "X-OpenGDPR-"),
    /** OpenDSR 2.0. */
    V2("2.0", "X-OpenDSR-");

    private final String number;
    private final String headers;

    ApiVersion(String number, String headers) {
        this.number = number;
        this.headers = headers;
    }

    String number() {
        return number;
    }

    /** The header that names who answers. */
    public String domainHeader() {
        return headers + "Processor-Domain";
    }

    /** The header that holds the signature over the body's bytes. */
    public String signatureHeader() {
        return headers + "Signature";
    }

    static ApiVersion of(String number) {
        return number.equals(V1.number) ? V1 : V2;
    }
}
