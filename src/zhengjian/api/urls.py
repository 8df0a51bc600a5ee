"""The API's addresses, below ``/api/v1/``."""

from django.urls import path

from zhengjian.api.routes import api

urlpatterns = [path("v1/", api.urls)]
