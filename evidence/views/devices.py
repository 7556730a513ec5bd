from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence import dependents
from evidence.models import Device, DeviceCharacteristic, Formula
from evidence.permissions import get_or_404


@require_safe
def device_list(request):
    return render(request, "evidence/device_list.html", {"devices": Device.objects.prefetch_related("interventions")})


@require_safe
def device_detail(request, key):
    rows = Device.objects.prefetch_related(
        "interventions",
        Prefetch("characteristics", DeviceCharacteristic.objects.select_related("document")),
        Prefetch("formulas", Formula.objects.select_related("document")),
    )
    device = get_or_404(request.user, rows, key)
    context = {"device": device} | dependents.context_of(device, request.user)
    return render(request, "evidence/device_detail.html", context)
