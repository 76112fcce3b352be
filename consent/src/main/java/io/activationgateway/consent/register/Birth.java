package io.activationgateway.consent.register;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.RecordedEvent;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the log's row of somebody of whom a date of birth is known, while the date, and what follows from it,
 * stands in table {@code birth}. The row says what would hold without the date; so an erasure that destroys it changes no
 * row, and whoever reads the log afterwards comes to what holds then. The running digest covers the row and the hash.
 *
 * @param profile the stored number of the profile that the row says
 * @param due what falls due as the row says
 * @param hash SHA-256 over the salt, the date and what holds with it
 * @param salt random, so that nobody finds the date by trying; null once all but the hash was destroyed
 */
record Birth(
        int profile,
        List<LogRow.Due> due,
        Digest hash,
        @Nullable Digest salt) {

    /** What {@link #stored} and {@link #told} read, of table {@code birth} as {@code b}. */
    static final String COLUMNS = "b.born, b.profile, b.due, b.hash, b.salt";

    /** Joins the table to the log as {@code l}. */
    static final String JOIN = " LEFT JOIN birth b ON b.sequence = l.sequence";

    private static final int COUNT = 5;
    private static final int SALT = 32;
    private static final long NO_DATE = Long.MIN_VALUE;

    /**
     * That of a row of which all holds, with a new salt.
     *
     * @param profile what would hold without the date
     * @param due what would fall due without it
     */
    static Birth of(SecureRandom random, int profile, List<LogRow.Due> due, LogRow row) {
        var bytes = new byte[SALT];
        random.nextBytes(bytes);
        var salt = Digest.stored(bytes);
        return new Birth(profile, due, hash(salt, row), salt);
    }

    /**
     * A row as it holds now.
     *
     * @param logged what the log says
     * @param first the first of {@link #COLUMNS} at the cursor
     */
    static LogRow stored(LogRow logged, ResultSet rows, int first) throws SQLException {
        var hash = rows.getBytes(first + 3);
        if (hash == null) {
            return logged;
        }
        var salt = rows.getBytes(first + COUNT - 1);
        var birth = new Birth(
                logged.profile(), logged.due(), Digest.stored(hash), salt == null ? null : Digest.stored(salt));
        if (salt == null) {
            return logged.with(birth);
        }
        return new LogRow(
                logged.sequence(),
                logged.keys(),
                told(logged.event(), rows, first),
                logged.effect(),
                rows.getInt(first + 1),
                LogRow.unpackDue(rows.getBytes(first + 2)),
                birth,
                logged.digest());
    }

    /** An event with its date of birth, where that is still there; {@code column} holds it. */
    static RecordedEvent told(RecordedEvent logged, ResultSet rows, int column) throws SQLException {
        long born = rows.getLong(column);
        return rows.wasNull() ? logged : logged.bornOn(LocalDate.ofEpochDay(born));
    }

    /** Adds what belongs to a row, of which the hash alone is left where it was {@code erased} since. */
    void addTo(BulkInsert inserts, LogRow row, boolean erased) {
        if (erased || salt == null) {
            inserts.add(row.sequence(), hash.bytes(), null, null, null, null);
        } else {
            inserts.add(
                    row.sequence(),
                    hash.bytes(),
                    salt.bytes(),
                    day(row.event()),
                    row.profile(),
                    LogRow.packDue(row.due()));
        }
    }

    /** The day that an event tells, in days since 1970; null where it tells none. */
    private static @Nullable Long day(RecordedEvent event) {
        return event.tellsBirth() && event.change() instanceof Born(var on)
                ? (Long) requireNonNull(on).toEpochDay()
                : null;
    }

    /** Whether what holds of the row is what was hashed, as far as it is still there. */
    boolean isOf(LogRow row) {
        return salt == null || hash.equals(hash(salt, row));
    }

    private static Digest hash(Digest salt, LogRow row) {
        var due = LogRow.packDue(row.due());
        var day = day(row.event());
        return Digest.of(ByteBuffer.allocate(SALT + Long.BYTES + Integer.BYTES + due.length)
                .put(salt.bytes())
                .putLong(day == null ? NO_DATE : day)
                .putInt(row.profile())
                .put(due)
                .array());
    }
}
