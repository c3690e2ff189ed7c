// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a process has cost so far, from Linux's {@code /proc}. */
final class ProcessCost {

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_USER_TIME = 13;
    private static final int CHILDREN_SYSTEM_TIME = 14;
    private static final long MILLIS_PER_TICK = 10;

    private ProcessCost() {}

    /** Time on the processor, without its children. */
    static Duration cpu(ProcessHandle process) throws IOException {
        List<String> fields = fields(process);
        return ticks(fields, USER_TIME, SYSTEM_TIME);
    }

    /** Time on the processor with all children, those that ended included. */
    static Duration cpuWithChildren(ProcessHandle process) throws IOException {
        Duration sum = ticks(fields(process), USER_TIME, SYSTEM_TIME, CHILDREN_USER_TIME, CHILDREN_SYSTEM_TIME);
        for (ProcessHandle child : process.children().toList()) {
            if (child.isAlive()) {
                sum = sum.plus(cpu(child));
            }
        }
        return sum;
    }

    static long residentKib(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static Duration ticks(List<String> fields, int... wanted) {
        long ticks = 0;
        for (int field : wanted) {
            ticks += Long.parseLong(fields.get(field));
        }
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    /** The fields after the name, which may hold anything. */
    private static List<String> fields(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" "));
    }
}
