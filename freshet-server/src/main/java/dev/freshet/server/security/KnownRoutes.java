// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Whether anything answers at an address. Routes that no row of {@link RouteRole#TABLE} names are for administrators only, so
 * that nothing is open by oversight; who asks for what is not there at all is told that, whatever the role.
 */
final class KnownRoutes {

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    KnownRoutes(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    boolean has(HttpServletRequest request) {
        List<RequestMappingHandlerMapping> all = mappings.stream().toList();
        return all.stream().anyMatch(mapping -> answers(mapping, request));
    }

    private static boolean answers(RequestMappingHandlerMapping mapping, HttpServletRequest request) {
        try {
            return mapping.getHandler(request) != null;
        } catch (HttpRequestMethodNotSupportedException e) {
            return false;
        } catch (Exception e) {
            // There is something that does not like the request.
            return true;
        }
    }
}
