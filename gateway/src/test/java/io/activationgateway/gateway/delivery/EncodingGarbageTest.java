package io.activationgateway.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.activationgateway.connectors.catalogue.Vendors;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a request leaves to the garbage collector does not grow with its rows: counted in bytes, beside the body that goes to
 * the vendor.
 */
class EncodingGarbageTest {

    /** The shortest text takes 48 bytes; arrays that grow with the first rows are spread over the others. */
    private static final int SLACK_A_ROW = 8;

    private static final int FEW = 10;
    private static final int MANY = 500;
    private static final int WARM_UP = 60;
    private static final int RUNS = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static List<String> batches() {
        return EncodingVendors.batches();
    }

    @ParameterizedTest
    @MethodSource("batches")
    void garbageDoesNotGrowWithTheRows(String what) {
        var few = new Encoding(what, FEW);
        var many = new Encoding(what, MANY);
        long garbageOfFew = garbage(few);
        long garbageOfMany = garbage(many);
        int requests = many.requests();
        assertThat(few.requests()).isEqualTo(1);
        // Several requests where the vendor takes no 500 rows in one: each leaves what one leaves.
        assertThat(garbageOfMany - requests * garbageOfFew)
                .as("bytes that %d requests of %d rows leave beyond %d times one of %d", requests, MANY, requests, FEW)
                .isLessThan((long) SLACK_A_ROW * (MANY - FEW));
    }

    @Test
    void everyVendorOfJsonIsMeasured() {
        assertThat(EncodingVendors.names())
                .containsExactlyInAnyOrderElementsOf(Vendors.all().names().stream()
                        .filter(vendor -> !vendor.equals("temporal"))
                        .toList());
    }

    private static long garbage(Encoding encoding) {
        long body = 0;
        for (int i = 0; i < WARM_UP; i++) {
            body = encoding.run();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            encoding.run();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / RUNS - body;
    }
}
