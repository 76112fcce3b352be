package io.activationgateway.gateway.api;

import io.activationgateway.gateway.delivery.RecordEnd;
import java.util.List;

/** Counts how records ended. Any thread; must not block. */
public interface RecordMeter {

    /** The records of one activation have ended. */
    void ended(String source, String destination, List<RecordEnd> ends);

    /** A batch was screened. */
    void screened(int records, long nanos);
}
