// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** The rows of a {@code commits.csv.gz}, unpacked and read one by one, and how much of the file that took. */
final class CommitFile implements AutoCloseable {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setAllowMissingColumnNames(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
            .get();

    private final Path file;
    private final long bytes;
    private final CountedStream packed;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private CommitFile(Path file, long bytes, CountedStream packed, CSVParser parser) {
        this.file = file;
        this.bytes = bytes;
        this.packed = packed;
        this.parser = parser;
        this.records = parser.iterator();
    }

    static CommitFile open(Path file) {
        try {
            CountedStream packed = new CountedStream(Files.newInputStream(file));
            try {
                Reader text = new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8);
                CommitFile commits = new CommitFile(file, Files.size(file), packed, FORMAT.parse(text));
                commits.checkHeader();
                return commits;
            } catch (IOException | RuntimeException e) {
                packed.close();
                throw e;
            }
        } catch (IOException e) {
            throw broken(file, "at its beginning", e);
        }
    }

    boolean hasNext() {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            throw broken(file, "after line " + parser.getCurrentLineNumber(), e);
        }
    }

    CommitRow next() {
        CSVRecord row = records.next();
        return CommitReader.read(row, parser.getCurrentLineNumber() - lineBreaksWithin(row));
    }

    /** How much of the file, still packed, has been read. */
    long bytesRead() {
        return packed.count;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be closed", e);
        }
    }

    private void checkHeader() {
        List<String> found = parser.getHeaderNames();
        List<String> missing = CommitReader.COLUMNS.stream()
                .filter(column -> !found.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new AudienceException(file + " lacks the columns " + missing + "; its header has " + found
                    + ". Expected the commits.csv.gz of the data set rails_commit_events; nothing was replayed");
        }
    }

    private static long lineBreaksWithin(CSVRecord row) {
        return row.stream()
                .mapToLong(value -> value.chars().filter(c -> c == '\n').count())
                .sum();
    }

    private static AudienceException broken(Path file, String where, Exception failure) {
        Throwable cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        String what = cause instanceof EOFException ? "it ends in the middle (truncated)" : cause.getMessage();
        return new AudienceException(
                file + " cannot be read " + where + ": " + what
                        + ". Expected a whole gzip file of comma-separated rows; nothing of it was kept. Fetch it"
                        + " again",
                failure);
    }

    private static final class CountedStream extends FilterInputStream {
        private long count;

        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
