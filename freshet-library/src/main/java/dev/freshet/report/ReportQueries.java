// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.definition.JobDefinition;
import dev.freshet.job.RunValues;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.NamedSql;
import dev.freshet.postgres.Query;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a report shows: rows with their columns in order, numbers and booleans as such. */
final class ReportQueries {

    private static final String PREFIX = "SELECT row_to_json(freshet_row)::text AS row FROM (";
    private static final String SUFFIX = "\n) AS freshet_row";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            // 1.10 stays 1.10.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {};

    private ReportQueries() {}

    /** The rows of the job's query, with the values it names. */
    static List<Map<String, @Nullable Object>> list(Session session, String sql, RunValues values, JobDefinition job) {
        String trimmed = withoutSemicolon(sql);
        Query query = session.query(PREFIX + trimmed + SUFFIX);
        values.only(NamedSql.parse(trimmed).names(), "query", job).forEach(query::bind);
        try {
            return query.list(row -> object(row.text("row")));
        } catch (DatabaseException e) {
            throw e.within(trimmed, PREFIX.length());
        }
    }

    /** A JSON object as what it holds; a value that is none as {@code value}. */
    static Map<String, @Nullable Object> object(String json) {
        return json.stripLeading().startsWith("{")
                ? MAPPER.readValue(json, ROW)
                : Map.of("value", MAPPER.readValue(json, Object.class));
    }

    private static String withoutSemicolon(String sql) {
        String trimmed = sql.stripTrailing();
        while (trimmed.endsWith(";")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1).stripTrailing();
        }
        return trimmed;
    }
}
