// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import tools.jackson.databind.node.ObjectNode;

/** What a job does, as JSON beside the job's other keys. */
final class JobSpecJson {

    private JobSpecJson() {}

    static void put(ObjectNode tree, JobSpec spec) {
        switch (spec) {
            case JobSpec.Sql sql -> tree.put("sql", sql.sql()).put("transaction", sql.transaction());
            case JobSpec.Procedure procedure -> tree.put("procedure", procedure.procedure());
            case JobSpec.Items items -> {
                tree.put("select", items.select());
                putProcess(tree, items.process());
                tree.put("concurrency", items.concurrency()).put("fail-fast", items.failFast());
            }
            case JobSpec.Http http -> {
                putCall(tree, http.call());
                if (http.cancelCall() != null) {
                    putCall(tree.putObject("cancel-call"), http.cancelCall());
                }
            }
            case JobSpec.Report report -> put(tree, report);
            case JobSpec.Java java -> tree.put("handler", java.handler());
            case JobSpec.Refresh refresh -> {
                DefinitionJson.putText(tree, "group", refresh.group());
                tree.set("views", DefinitionJson.array(refresh.views()));
                tree.put("parallel", refresh.parallel());
                putDataTime(tree, refresh.dataTime());
            }
        }
    }

    static JobSpec spec(JsonFields fields) {
        String type = fields.text("type");
        return switch (type) {
            case "sql" -> new JobSpec.Sql(fields.text("sql"), fields.bool("transaction"));
            case "procedure" -> new JobSpec.Procedure(fields.text("procedure"));
            case "items" ->
                new JobSpec.Items(
                        fields.text("select"),
                        process(fields),
                        fields.integer("concurrency"),
                        fields.bool("fail-fast"));
            case "http" ->
                new JobSpec.Http(call(fields), fields.has("cancel-call") ? call(fields.object("cancel-call")) : null);
            case "report" -> report(fields);
            case "java" -> new JobSpec.Java(fields.text("handler"));
            case "refresh" ->
                new JobSpec.Refresh(
                        fields.nullableText("group"),
                        fields.texts("views"),
                        fields.integer("parallel"),
                        dataTime(fields));
            default ->
                throw new FreshetException(
                        ErrorCode.INTERNAL,
                        "The stored job " + fields.text("name") + " has type '" + type
                                + "', which this version does not know. Run it with the version that applied it.");
        };
    }

    static void putDataTime(ObjectNode tree, DataTime dataTime) {
        if (dataTime != DataTime.EACH) {
            tree.put("data-time", dataTime.id());
        }
    }

    static DataTime dataTime(JsonFields fields) {
        return fields.has("data-time") ? DataTime.of(fields.text("data-time")) : DataTime.EACH;
    }

    private static void put(ObjectNode tree, JobSpec.Report report) {
        tree.put("select", report.select());
        DefinitionJson.putText(tree, "query", report.query());
        tree.put("subject", report.subject())
                .put("template", report.template())
                .put("format", report.format().id())
                .put("attach", report.attach().id());
        DefinitionJson.putText(tree, "from", report.from());
        tree.put("concurrency", report.concurrency()).put("fail-fast", report.failFast());
    }

    private static JobSpec report(JsonFields fields) {
        return new JobSpec.Report(
                fields.text("select"),
                fields.nullableText("query"),
                fields.text("subject"),
                fields.text("template"),
                ReportFormat.of(fields.text("format")),
                ReportAttachment.of(fields.text("attach")),
                fields.nullableText("from"),
                fields.integer("concurrency"),
                fields.bool("fail-fast"));
    }

    private static void putProcess(ObjectNode tree, ItemProcess process) {
        switch (process) {
            case ItemProcess.Sql sql -> tree.put("process", sql.sql());
            case ItemProcess.Http http -> putCall(tree.putObject("process").putObject("http"), http.call());
            case ItemProcess.Handler handler -> tree.putObject("process").put("handler", handler.handler());
        }
    }

    private static ItemProcess process(JsonFields fields) {
        if (fields.isText("process")) {
            return new ItemProcess.Sql(fields.text("process"));
        }
        JsonFields process = fields.object("process");
        return process.has("http")
                ? new ItemProcess.Http(call(process.object("http")))
                : new ItemProcess.Handler(process.text("handler"));
    }

    private static void putCall(ObjectNode tree, HttpCall call) {
        tree.put("url", call.url()).put("method", call.method());
        if (!call.headers().isEmpty()) {
            call.headers().forEach(tree.putObject("headers")::put);
        }
        DefinitionJson.putText(tree, "body", call.body());
        tree.set("expect", DefinitionJson.array(call.expect()));
        DefinitionJson.putDuration(tree, "request-timeout", call.timeout());
    }

    private static HttpCall call(JsonFields fields) {
        return new HttpCall(
                fields.text("url"),
                fields.text("method"),
                fields.textsByName("headers"),
                fields.nullableText("body"),
                fields.texts("expect"),
                fields.duration("request-timeout"));
    }
}
