"""A Django service with an ALLOWED_HOSTS that the gateway's default Host does not satisfy."""
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path

settings.configure(
    DEBUG=False,
    ALLOWED_HOSTS=["orders.example.com"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-tests",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    LOGGING_CONFIG=None,
)


def fine(request):
    return JsonResponse({"host": request.get_host(), "id": request.headers.get("X-Bkapi-Request-ID", "")})


def broken(request):
    raise RuntimeError("an error of the service itself")


def form(request):
    return HttpResponse("taken")


urlpatterns = [path("fine/", fine), path("broken/", broken), path("form/", form)]
application = get_wsgi_application()
