package io.activationgateway.gateway;

/** Where the program starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("Usage: activation-gateway serve|sandbox|demo|policy|consent|ledger|keys");
    }
}
