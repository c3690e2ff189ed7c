// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Mustache template. It sees maps, lists, texts, numbers and booleans, never the methods of an object; it can include no
 * other template. A name that has no value is an error, except where it opens a section.
 */
public final class Template {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .nullValue("")
            .emptyStringIsFalse(true)
            .withCollector(new ValuesOnly())
            .withFormatter(Template::text)
            .withLoader(name -> {
                throw new MustacheException("Partials such as {{>" + name + "}} are not supported");
            });

    private final com.samskivert.mustache.Template compiled;

    private Template(com.samskivert.mustache.Template compiled) {
        this.compiled = compiled;
    }

    /**
     * Reads a template.
     *
     * @throws FreshetException INVALID_DEFINITIONS for one with a fault
     */
    public static Template compile(String source, Escape escape) {
        try {
            return new Template(COMPILER.withEscaper(escape.escaper()).compile(source));
        } catch (MustacheException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_DEFINITIONS, "The template is not valid Mustache: " + reason(e), e);
        }
    }

    /** What is wrong with a template; empty for a valid one. */
    public static Optional<String> fault(String source) {
        try {
            COMPILER.compile(source);
            return Optional.empty();
        } catch (MustacheException e) {
            return Optional.of(reason(e));
        }
    }

    /**
     * Fills the template in.
     *
     * @throws FreshetException INVALID_ARGUMENT where it asks for a value that is not there
     */
    public String render(Map<String, ? extends @Nullable Object> values) {
        try {
            return compiled.execute(values).replace(String.valueOf(Escape.ALREADY_JSON), "");
        } catch (MustacheException.Context e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The template uses {{" + e.key + "}} in line " + e.lineNo + ", which has no value here; there are "
                            + values.keySet().stream().sorted().toList(),
                    e);
        } catch (MustacheException e) {
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, "The template cannot be filled in: " + reason(e), e);
        }
    }

    private static String reason(MustacheException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map -> Escape.ALREADY_JSON + MAPPER.writeValueAsString(map);
            case Collection<?> list -> Escape.ALREADY_JSON + MAPPER.writeValueAsString(list);
            default -> SecretText.withoutMarks(value.toString());
        };
    }

    /** Looks into maps and lists only. */
    private static final class ValuesOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
