// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import dev.freshet.testkit.TestDatabase;

/**
 * Holds back what runs in the database until a test lets it go on: {@code select public.pass('NAME')} in the SQL of a job
 * or a view returns when the gate of that name is open.
 */
final class Gate {

    private final TestDatabase database;

    private Gate(TestDatabase database) {
        this.database = database;
    }

    static Gate in(TestDatabase database) {
        database.execute("""
            CREATE TABLE public.gate (name text PRIMARY KEY);
            CREATE FUNCTION public.pass(wanted text) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
            BEGIN
              WHILE NOT EXISTS (SELECT FROM public.gate WHERE name = wanted) LOOP
                PERFORM pg_sleep(0.05);
              END LOOP;
              RETURN 1;
            END $$;
            """);
        return new Gate(database);
    }

    void open(String name) {
        database.execute("INSERT INTO public.gate VALUES ('" + name + "') ON CONFLICT DO NOTHING");
    }

    void close(String name) {
        database.execute("DELETE FROM public.gate WHERE name = '" + name + "'");
    }
}
