package io.activationgateway.gateway.outbox;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.JobBook.Carried;
import io.activationgateway.gateway.storage.Sql;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Jobs of vendors in the database: open ones with whom they carry, ended ones with how, as long as somebody may read the
 * results. Blocks; any thread.
 */
final class JobTable {

    /** How long a vendor may work on a job. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** A job may end before the results are stored that its end belongs to: it stays for so long without them. */
    private static final Duration ALONE = OutboxSettings.KEPT;

    private static final int APPLIED = 1;
    private static final int RETRY = 2;
    private static final int CODE = 4;

    private static final int CARRIED = Integer.BYTES + 2 * Long.BYTES;

    private JobTable() {}

    static void insert(
            Connection connection,
            Activation activation,
            String job,
            List<Carried> records,
            Duration askAgain,
            long now)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO outbox_job (activation, source, destination, purpose, operation, audience,"
                        + " received_millis, job, records, asked, next_millis, until_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                activation.id(),
                activation.source(),
                activation.destination(),
                activation.use().purpose(),
                activation.operation().name(),
                activation.audience(),
                activation.since().toEpochMilli(),
                job,
                bytes(records),
                now + Math.max(0, askAgain.toMillis()),
                now + LONGEST.toMillis());
    }

    /** The open job that has been due for the longest time. */
    static Optional<StoredJob> due(Connection connection, long now) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, activation, source, destination, purpose, operation, audience, received_millis, job, records,"
                        + " asked FROM outbox_job WHERE next_millis <= ? AND ends IS NULL"
                        + " ORDER BY next_millis FETCH FIRST 1 ROWS ONLY",
                JobTable::job,
                now);
    }

    /** Whether a job that is due is this node's to ask for, until the lease has passed. */
    static boolean take(Connection connection, StoredJob job, Duration lease, long now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE outbox_job SET next_millis = ?, asked = asked + 1"
                                + " WHERE id = ? AND next_millis <= ? AND ends IS NULL",
                        now + lease.toMillis(),
                        job.id(),
                        now)
                == 1;
    }

    static int putOff(Connection connection, StoredJob job, Duration pause, long now) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE outbox_job SET next_millis = ? WHERE id = ?",
                now + Math.max(100, pause.toMillis()),
                job.id());
    }

    /** Keeps how a job has ended, and forgets whom it carried. */
    static int end(Connection connection, StoredJob job, List<JobEnd> ends, long now) throws SQLException {
        return Sql.update(
                connection,
                "UPDATE outbox_job SET records = ?, ends = ?, until_millis = ? WHERE id = ?",
                new byte[0],
                written(ends),
                now + ALONE.toMillis(),
                job.id());
    }

    static int delete(Connection connection, StoredJob job) throws SQLException {
        return Sql.update(connection, "DELETE FROM outbox_job WHERE id = ?", job.id());
    }

    /** Forgets jobs that took too long, and ends that belong to no results. */
    static void tidy(Connection connection, long now) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM outbox_job WHERE until_millis <= ? AND (ends IS NULL"
                        + " OR NOT EXISTS (SELECT 1 FROM outbox_activation a WHERE a.id = outbox_job.activation))",
                now);
    }

    /** Forgets how the jobs of an activation have ended. */
    static void deleteEnds(Connection connection, String activation) throws SQLException {
        Sql.update(connection, "DELETE FROM outbox_job WHERE activation = ? AND ends IS NOT NULL", activation);
    }

    /** How the jobs of an activation have ended, by the records' positions. */
    static Map<Integer, JobEnd> ends(Connection connection, String activation) throws SQLException {
        var ends = new HashMap<Integer, JobEnd>();
        for (var written : Sql.list(
                connection,
                "SELECT ends FROM outbox_job WHERE activation = ? AND ends IS NOT NULL ORDER BY id",
                row -> row.getBytes(1),
                activation)) {
            read(written).forEach(end -> ends.put(end.index(), end));
        }
        return ends;
    }

    /** How many records of an activation are in jobs whose end is not known. */
    static int recordsAtWork(Connection connection, String activation) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT records FROM outbox_job WHERE activation = ? AND ends IS NULL",
                        row -> row.getBytes(1),
                        activation)
                .stream()
                .mapToInt(records -> records.length / CARRIED)
                .sum();
    }

    /** Whom the open jobs of a destination carry. */
    static List<SubjectKey> people(Connection connection, String destination) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT records FROM outbox_job WHERE destination = ? AND ends IS NULL",
                        row -> row.getBytes(1),
                        destination)
                .stream()
                .map(JobTable::carried)
                .flatMap(List::stream)
                .map(Carried::subject)
                .toList();
    }

    private static byte[] bytes(List<Carried> records) {
        var bytes = ByteBuffer.allocate(records.size() * CARRIED);
        records.forEach(record -> bytes.putInt(record.index())
                .putLong(record.subject().high())
                .putLong(record.subject().low()));
        return bytes.array();
    }

    private static List<Carried> carried(byte[] records) {
        var carried = new ArrayList<Carried>();
        for (var bytes = ByteBuffer.wrap(records); bytes.hasRemaining(); ) {
            carried.add(new Carried(bytes.getInt(), new SubjectKey(bytes.getLong(), bytes.getLong())));
        }
        return carried;
    }

    private static StoredJob job(ResultSet row) throws SQLException {
        return new StoredJob(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Operation.valueOf(row.getString(6)),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getString(9),
                carried(row.getBytes(10)),
                row.getInt(11));
    }

    /** Thousands of records end in few ways: each way is written once, and each record as its position and way. */
    private static byte[] written(List<JobEnd> ends) {
        var ways = ends.stream().map(end -> end.at(0)).distinct().toList();
        var numbers = IntStream.range(0, ways.size()).boxed().collect(Collectors.toMap(ways::get, way -> way));
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeShort(ways.size());
            for (var way : ways) {
                var code = way.vendorCode();
                out.writeByte(way.state().code());
                out.writeByte((way.applied() ? APPLIED : 0) | (way.retry() ? RETRY : 0) | (code == null ? 0 : CODE));
                out.writeUTF(way.reason());
                if (code != null) {
                    out.writeUTF(code);
                }
            }
            for (var end : ends) {
                out.writeInt(end.index());
                out.writeShort(requireNonNull(numbers.get(end.at(0))));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static List<JobEnd> read(byte[] written) {
        try (var in = new DataInputStream(new ByteArrayInputStream(written))) {
            var ways = new ArrayList<JobEnd>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                var state = RecordState.ofCode(in.readByte());
                int flags = in.readByte();
                var reason = in.readUTF();
                var code = (flags & CODE) == 0 ? null : in.readUTF();
                ways.add(new JobEnd(0, state, (flags & APPLIED) != 0, reason, (flags & RETRY) != 0, code));
            }
            var ends = new ArrayList<JobEnd>();
            while (in.available() > 0) {
                int index = in.readInt();
                ends.add(ways.get(in.readUnsignedShort()).at(index));
            }
            return ends;
        } catch (IOException broken) {
            throw new UncheckedIOException("the ends of a stored job cannot be read", broken);
        }
    }
}
